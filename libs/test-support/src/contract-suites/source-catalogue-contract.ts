import type {
  AnnouncedSourceItem,
  SourceCatalogue,
  SourceName,
  SourcePass,
  SubmittedSourceItem,
} from '@ragfleet/rag-core';
import { describe, expect, it } from 'vitest';

export interface SourceCatalogueSubject {
  catalogue(): SourceCatalogue;
  /** An ingestion of the documents that has ended; with an error, all of them failed. Returns its id. */
  endedIngestion(tenantId: string, documentIds: readonly string[], error: string | null): Promise<string>;
}

type Item = AnnouncedSourceItem & SubmittedSourceItem;

const LEASE_MS = 60_000;
let names = 0;

/** Holds every source catalogue to the port's promises. */
export function sourceCatalogueContract({ catalogue, endedIngestion }: SourceCatalogueSubject): void {
  const newName = (): SourceName => ({ tenantId: 'acme', source: `source-${(names += 1)}` });
  const begin = async (name: SourceName): Promise<SourcePass> => {
    const pass = await catalogue().beginPass(name, 'one', LEASE_MS);
    if (pass === null) throw new Error('The source is free.');
    return pass;
  };
  const submitted = (key: string, changes: Partial<Item> = {}): Item => ({
    key,
    revision: 'r1',
    labelsDigest: 'l1',
    documentIds: [`${key}-d`],
    keptDocumentIds: [],
    ingestionIds: [],
    error: null,
    ...changes,
  });
  const submit = async (pass: SourcePass, ...items: readonly Item[]): Promise<void> => {
    await catalogue().announce(pass, items);
    await catalogue().recordSubmitted(pass, items);
  };
  const storedOf = async (pass: SourcePass, key: string) =>
    (await catalogue().storedItems(pass, [key])).get(key);
  const goneOf = async (pass: SourcePass) => {
    const items = await catalogue().goneItems(pass, null, 10);
    return Object.fromEntries(items.map(({ key, isGone, documentIds }) => [key, { isGone, documentIds }]));
  };

  describe('passes', () => {
    it('are one at a time, and numbered', async () => {
      const name = newName();
      const first = await begin(name);
      expect(await catalogue().beginPass(name, 'two', LEASE_MS)).toBeNull();
      await catalogue().endPass(first, null);
      const second = await catalogue().beginPass(name, 'two', LEASE_MS);
      expect(second?.pass).toBeGreaterThan(first.pass);
    });
    it('are taken over by their holder, and the older one cannot write any more', async () => {
      const name = newName();
      const dead = await begin(name);
      const alive = await begin(name);
      await expect(catalogue().recordSubmitted(dead, [submitted('a')])).rejects.toMatchObject({
        kind: 'conflict',
      });
      await expect(catalogue().markSeen(dead, ['a'])).rejects.toMatchObject({ kind: 'conflict' });
      await expect(catalogue().renewPass(dead, LEASE_MS)).rejects.toMatchObject({ kind: 'conflict' });
      await catalogue().endPass(dead, null);
      await catalogue().renewPass(alive, LEASE_MS);
      expect(await storedOf(alive, 'a')).toBeUndefined();
    });
    it('of another tenant over a source of the same name are nobody else’s', async () => {
      const name = newName();
      const pass = await begin(name);
      await submit(pass, submitted('a'));
      const other = await begin({ ...name, tenantId: 'globex' });
      expect(await storedOf(other, 'a')).toBeUndefined();
      expect(await catalogue().countGone(other)).toEqual({ gone: 0, documents: 0 });
    });
  });

  describe('items', () => {
    it('are what was submitted last', async () => {
      const pass = await begin(newName());
      await submit(pass, submitted('a'), submitted('ключ/é'));
      expect(await storedOf(pass, 'ключ/é')).toMatchObject({
        revision: 'r1',
        labelsDigest: 'l1',
        documents: 1,
        failure: null,
      });
      expect(await storedOf(pass, 'b')).toBeUndefined();
    });
    it('have their documents before these are submitted', async () => {
      const pass = await begin(newName());
      await catalogue().announce(pass, [{ key: 'a', documentIds: ['a-1'] }]);
      await catalogue().announce(pass, [{ key: 'a', documentIds: ['a-2', 'a-1'] }]);
      const stored = await storedOf(pass, 'a');
      expect(stored).toMatchObject({ revision: null, labelsDigest: '', documents: 2 });
      const later = await catalogue().beginPass(pass, 'one', LEASE_MS);
      if (later === null) throw new Error('The holder is the same.');
      expect((await goneOf(later))['a']?.documentIds.toSorted()).toEqual(['a-1', 'a-2']);
    });
    it('say which pass has seen them last', async () => {
      const name = newName();
      const first = await begin(name);
      await submit(first, submitted('a'), submitted('b'), submitted('c'));
      const second = await begin(name);
      await catalogue().markSeen(second, ['a']);
      await catalogue().recordFailed(second, { key: 'b', revision: null, error: 'No.' });
      const stored = await catalogue().storedItems(second, ['a', 'b', 'c']);
      const seenIn = (key: string): number | undefined => stored.get(key)?.seenInPass;
      expect(['a', 'b', 'c'].map(seenIn)).toEqual([second.pass, second.pass, first.pass]);
    });
    it('have no revision while newer documents of theirs are on their way', async () => {
      const pass = await begin(newName());
      await submit(pass, submitted('a'), submitted('b'));
      await catalogue().announce(pass, [{ key: 'a', documentIds: ['a-d'] }]);
      await catalogue().recordFailed(pass, { key: 'a', revision: 'r2', error: 'It broke off.' });
      expect(await storedOf(pass, 'a')).toMatchObject({ revision: null, documents: 1 });
      expect(await storedOf(pass, 'b')).toMatchObject({ revision: 'r1' });
    });
    it('keep what they had when a newer revision fails, and wait twice as long after the next failure', async () => {
      const pass = await begin(newName());
      await submit(pass, submitted('a'));
      const failed = { key: 'a', revision: 'r2', error: 'No.' };
      await catalogue().recordFailed(pass, failed);
      const first = await storedOf(pass, 'a');
      expect(first).toMatchObject({ revision: 'r1', documents: 1, failure: { revision: 'r2' } });
      await catalogue().recordFailed(pass, failed);
      const second = await storedOf(pass, 'a');
      const waitMs = (second?.failure?.retryAtMs ?? 0) - (first?.failure?.retryAtMs ?? 0);
      expect(waitMs).toBeGreaterThan(14 * 60_000);
    });
    it('are to be submitted again when their documents could not be embedded', async () => {
      const pass = await begin(newName());
      const bad = await endedIngestion('acme', ['bad-d'], 'No.');
      const good = await endedIngestion('acme', ['good-d'], null);
      await submit(
        pass,
        submitted('bad', { ingestionIds: [bad] }),
        submitted('good', { ingestionIds: [good] }),
      );
      await catalogue().reviewIngestions(pass);
      expect(await storedOf(pass, 'bad')).toMatchObject({
        revision: null,
        documents: 1,
        failure: { revision: 'r1' },
      });
      expect(await storedOf(pass, 'good')).toMatchObject({ revision: 'r1', failure: null });
    });
  });

  describe('what is gone', () => {
    it('is what a later pass did not see, and documents that left an item', async () => {
      const name = newName();
      const first = await begin(name);
      const documentIds = ['c-1', 'c-2', 'c-3'];
      await submit(first, submitted('a'), submitted('b'), submitted('c', { documentIds }), submitted('d'));
      expect(await goneOf(first)).toEqual({});
      await catalogue().endPass(first, null);
      const second = await begin(name);
      await catalogue().markSeen(second, ['a']);
      await catalogue().recordFailed(second, { key: 'd', revision: 'r2', error: 'No.' });
      await submit(second, submitted('c', { documentIds: ['c-1'], keptDocumentIds: ['c-3', 'c-never'] }));
      expect(await catalogue().countGone(second)).toEqual({ gone: 2, documents: 6 });
      expect(await goneOf(second)).toEqual({
        b: { isGone: true, documentIds: ['b-d'] },
        c: { isGone: false, documentIds: ['c-2'] },
      });
    });
    it('is nothing of an item whose documents are all kept, but what had left it before', async () => {
      const name = newName();
      const first = await begin(name);
      await submit(first, submitted('a', { documentIds: ['a-1', 'a-2', 'a-3', 'a-4'] }));
      const second = await begin(name);
      await submit(second, submitted('a', { documentIds: ['a-1', 'a-2'] }));
      const third = await begin(name);
      await submit(third, submitted('a', { documentIds: ['a-1', 'a-3'], keptDocumentIds: 'all' }));
      expect(await goneOf(third)).toEqual({ a: { isGone: false, documentIds: ['a-4'] } });
      expect(await storedOf(third, 'a')).toMatchObject({ documents: 3 });
    });
    it('is listed a page at a time and forgotten when it is removed', async () => {
      const name = newName();
      const first = await begin(name);
      const keys = ['a', 'b', 'c', 'd', 'e'];
      await submit(first, ...keys.map((key) => submitted(key)));
      const second = await begin(name);
      await submit(second, submitted('a', { documentIds: ['a-new'] }));
      const found: string[] = [];
      let after: string | null = null;
      for (;;) {
        const page = await catalogue().goneItems(second, after, 2);
        const last = page.at(-1);
        if (last === undefined) break;
        expect(page.length).toBeLessThanOrEqual(2);
        found.push(...page.map(({ key }) => key));
        await catalogue().forgetGone(
          second,
          page.map(({ itemId }) => itemId),
        );
        after = last.itemId;
      }
      expect(found.toSorted()).toEqual(keys);
      expect(await catalogue().countGone(second)).toEqual({ gone: 0, documents: 1 });
      expect(await storedOf(second, 'a')).toMatchObject({ documents: 1 });
      expect(await storedOf(second, 'b')).toBeUndefined();
    });
  });
}
