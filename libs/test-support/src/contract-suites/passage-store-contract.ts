import type {
  IngestionCatalogue,
  KeywordIndex,
  PassageReader,
  PendingDocument,
  SearchScope,
  VectorUpkeepStore,
} from '@ragfleet/rag-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewDocument } from '../in-memory/in-memory-passages.ts';
import { ACCESS_CASES, LABELED_DOCUMENTS, scopeOf } from './access-cases.ts';
import { ingestionContract } from './ingestion-contract.ts';
import { createIngestionSteps } from './ingestion-steps.ts';
import { publicationChangesContract } from './publication-changes-contract.ts';

type Labels = Pick<PendingDocument, 'namespace' | 'department'>;

/** A document store as the core sees it, and the changes that its users make. */
export interface PassageStoreSubject {
  readonly store: KeywordIndex & PassageReader & IngestionCatalogue & VectorUpkeepStore;
  /** All documents are of one tenant. Returns the ingestion's id. */
  accept(documents: readonly NewDocument[]): Promise<string>;
  relabel(tenantId: string, documentId: string, labels: Labels): Promise<void>;
  remove(tenantId: string, documentId: string): Promise<void>;
  close(): Promise<void>;
}

const signal = new AbortController().signal;
const wholeOf = (tenantId: string): SearchScope => scopeOf({ tenantId, readsAll: true });

/** What every document store promises to the core. `open` gives an empty one. */
export function passageStoreContract(open: () => Promise<PassageStoreSubject>): void {
  let subject: PassageStoreSubject;
  beforeAll(async () => {
    subject = await open();
  });
  afterAll(() => subject.close());

  const steps = createIngestionSteps(() => subject);
  const { accepted, publish, published, idsOf } = steps;
  const found = async (scope: SearchScope, query: string): Promise<string[]> =>
    (await subject.store.searchKeyword(scope, query, 10, signal)).map(({ passageId }) => passageId);
  const read = async (scope: SearchScope, ids: readonly string[]): Promise<string[]> =>
    (await subject.store.readCurrent(scope, ids, signal)).map(({ text }) => text);

  describe('access', () => {
    const ids: string[] = [];
    beforeAll(async () => {
      for (const document of LABELED_DOCUMENTS)
        ids.push(...idsOf(await published({ ...document, content: 'vacation rules' })));
    });
    it.each(ACCESS_CASES)('keyword search: $claim', async ({ scope, readable }) => {
      const documents = (await found(scope, 'vacation')).map((id) => id.replace(/-\d+-0$/, ''));
      expect(documents.toSorted()).toEqual(readable);
    });
    it.each(ACCESS_CASES)('reading: $claim', async ({ scope, readable }) => {
      const passages = await subject.store.readCurrent(scope, ids, signal);
      expect(passages.map(({ documentId }) => documentId).toSorted()).toEqual(readable);
    });
    it('gives what was asked for in the order asked for, with its labels', async () => {
      const pending = await published({
        tenantId: 'order',
        documentId: 'd',
        title: 'T',
        content: 'one\ntwo\nthree',
        namespace: 'hr',
        department: 'sales',
      });
      const [one = '', two = '', three = ''] = idsOf(pending);
      expect(await read(wholeOf('order'), [three, 'unknown', one, two])).toEqual(['three', 'one', 'two']);
      const [passage] = await subject.store.readCurrent(wholeOf('order'), [two], signal);
      expect(passage).toEqual({
        passageId: two,
        documentId: 'd',
        namespace: 'hr',
        department: 'sales',
        title: 'T',
        source: null,
        headings: [],
        ordinal: 1,
        text: 'two',
        contentHash: 'hash of two',
      });
    });
    it('follows new labels at once', async () => {
      const pending = await published({
        tenantId: 'relabel',
        documentId: 'd',
        content: 'salary bands',
        namespace: 'public',
      });
      const everybody = scopeOf({ tenantId: 'relabel' });
      expect(await found(everybody, 'salary')).toHaveLength(1);
      await subject.relabel('relabel', 'd', { namespace: 'board', department: 'finance' });
      expect(await found(everybody, 'salary')).toEqual([]);
      expect(await read(everybody, idsOf(pending))).toEqual([]);
      expect(await read(scopeOf({ tenantId: 'relabel', department: 'finance' }), idsOf(pending))).toEqual([
        'salary bands',
      ]);
    });
  });

  describe('versions', () => {
    it('shows nothing of a document before its first publication', async () => {
      const pending = await accepted({ tenantId: 'first', documentId: 'd', content: 'draft' });
      expect(await read(wholeOf('first'), idsOf(pending))).toEqual([]);
      expect(await found(wholeOf('first'), 'draft')).toEqual([]);
    });
    it('replaces every passage of the version before', async () => {
      const before = await published({ tenantId: 'swap', documentId: 'd', content: 'old rule\nkept rule' });
      const after = await published({ tenantId: 'swap', documentId: 'd', content: 'new rule' });
      expect(await found(wholeOf('swap'), 'rule')).toEqual(idsOf(after));
      expect(await read(wholeOf('swap'), idsOf(before))).toEqual([]);
      const next = await accepted({ tenantId: 'swap', documentId: 'd', content: 'third rule' });
      expect(next.currentPassageIds).toEqual(idsOf(after));
    });
    it('lets the newer version win, whichever is published first', async () => {
      const older = await accepted({ tenantId: 'race', documentId: 'd', content: 'older text' });
      const newer = await published({ tenantId: 'race', documentId: 'd', content: 'newer text' });
      expect((await publish(older)).status).toBe('superseded');
      expect(await read(wholeOf('race'), [...idsOf(older), ...idsOf(newer)])).toEqual(['newer text']);
    });
    it('publishes the same version again without harm', async () => {
      const pending = await published({ tenantId: 'again', documentId: 'd', content: 'text' });
      expect((await publish(pending)).status).not.toBe('superseded');
      expect(await found(wholeOf('again'), 'text')).toEqual(idsOf(pending));
    });
    it('serves nothing of a deleted document, and lets no waiting version bring it back', async () => {
      const current = await published({ tenantId: 'gone', documentId: 'd', content: 'secret plan' });
      const waiting = await accepted({ tenantId: 'gone', documentId: 'd', content: 'secret plan two' });
      await subject.remove('gone', 'd');
      expect((await publish(waiting)).status).toBe('superseded');
      expect(await found(wholeOf('gone'), 'secret')).toEqual([]);
      expect(await read(wholeOf('gone'), [...idsOf(current), ...idsOf(waiting)])).toEqual([]);
      await published({ tenantId: 'gone', documentId: 'd', content: 'open plan' });
      expect((await publish(waiting)).status).toBe('superseded');
      expect(await found(wholeOf('gone'), 'plan')).toHaveLength(1);
    });
  });

  describe('keyword ranking', () => {
    beforeAll(async () => {
      const texts = [
        'the garage opens at seven',
        'garage garage garage',
        'opening hours of the canteen are long and the canteen is in the garage building',
      ];
      for (const [at, content] of texts.entries())
        await published({ tenantId: 'words', documentId: `d${at}`, content, title: `Note ${at}` });
    });
    const documents = async (query: string, limit = 10): Promise<string[]> =>
      (await subject.store.searchKeyword(wholeOf('words'), query, limit, signal)).map(({ passageId }) =>
        passageId.slice(0, 2),
      );
    it('ranks many occurrences in few words above one in many', async () => {
      expect(await documents('garage')).toEqual(['d1', 'd0', 'd2']);
    });
    it('weighs a rare word above a frequent one', async () => {
      expect((await documents('canteen garage'))[0]).toBe('d2');
    });
    it('finds other forms of a word', async () => {
      expect((await documents('opened')).toSorted()).toEqual(['d0', 'd2']);
    });
    it('gives no more than asked for, and nothing for words that no document has', async () => {
      expect(await documents('garage', 1)).toEqual(['d1']);
      expect(await documents('zeppelin')).toEqual([]);
      expect(await documents('the of and')).toEqual([]);
    });
  });

  ingestionContract(() => subject, steps);
  publicationChangesContract(() => subject, steps);
}
