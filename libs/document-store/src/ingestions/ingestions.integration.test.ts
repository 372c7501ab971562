import type { DocumentInput } from '@ragfleet/contracts';
import { describeOnPostgres } from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStoreFixture, type StoreFixture } from '../store-fixture.ts';

describeOnPostgres('ingestions', (postgres) => {
  let fixture: StoreFixture;
  beforeAll(async () => {
    fixture = await openStoreFixture(postgres().url);
  });
  afterAll(() => fixture.store.close());

  describe('ingestions', () => {
    it('counts its documents from queued to finished', async () => {
      const record = await fixture.accept('counts', [
        { id: 'a', title: 'A', content: 'a' },
        { title: 'B', content: 'b' },
      ]);
      expect(record).toMatchObject({
        status: 'queued',
        principalId: 'ann',
        finishedAtMs: null,
        counts: { total: 2, pending: 2, embedded: 0, unchanged: 0, failed: 0 },
      });
      await fixture.run(record);
      expect((await fixture.statusOf(record)).status).toBe('running');
      await fixture.record(record, 'a', {
        status: 'failed',
        error: 'The document has no text.',
      });
      await fixture.store.finishIngestion(record);
      expect((await fixture.statusOf(record)).status).toBe('running');
      const other = await fixture.pendingOf(record);
      await fixture.record(record, other.documentId, {
        status: 'embedded',
        passages: 3,
      });
      await fixture.store.finishIngestion(record);
      const found = await fixture.store.getIngestion('counts', record.ingestionId);
      expect(found?.record).toMatchObject({
        status: 'finished',
        finishedAtMs: expect.any(Number) as number,
        counts: { embedded: 1, failed: 1 },
      });
      expect(found?.documents.map(({ passages, error }) => ({ passages, error }))).toEqual([
        { passages: 0, error: 'The document has no text.' },
        { passages: 3, error: null },
      ]);
    });
    it('fails when every document failed', async () => {
      const record = await fixture.accept('all-failed', [{ id: 'a', title: 'A', content: 'a' }]);
      await fixture.record(record, 'a', {
        status: 'failed',
        error: 'no',
      });
      await fixture.store.finishIngestion(record);
      expect(await fixture.statusOf(record)).toEqual({ status: 'failed', documents: ['failed'] });
    });
    it('keeps the first outcome of a document', async () => {
      const record = await fixture.publish('outcome', { id: 'a', title: 'A', content: 'a' });
      await fixture.record(record, 'a', {
        status: 'failed',
        error: 'late',
      });
      expect(await fixture.statusOf(record)).toEqual({ status: 'finished', documents: ['embedded'] });
    });
    it('belongs to its tenant', async () => {
      const record = await fixture.accept('mine', [{ id: 'a', title: 'A', content: 'a' }]);
      expect(await fixture.store.getIngestion('yours', record.ingestionId)).toBeNull();
    });
    it('refuses a document that appears twice, and says which', async () => {
      const documents = [
        { id: 'a', title: 'A', content: 'a' },
        { id: 'a', title: 'A', content: 'b' },
      ];
      await expect(fixture.accept('twice', documents)).rejects.toMatchObject({
        kind: 'invalid-input',
        problems: [{ pointer: '/documents/1/id' }],
      });
    });
    it('stores characters that PostgreSQL cannot hold as blanks', async () => {
      const record = await fixture.accept('nul', [
        { id: 'a', title: 'A\0', content: 'a\0b\uD800c', metadata: { key: 'x\0' } },
      ]);
      expect((await fixture.pendingOf(record)).content).toBe('a b\uFFFDc');
    });
  });

  describe('unfinished ingestions', () => {
    const claim = async (limit: number, olderThanMs = 60_000) => {
      const claimed = await fixture.store.claimUnfinishedIngestions({ olderThanMs, limit });
      return claimed.map(({ ingestionId }) => ingestionId);
    };
    const acceptedMinutesAgo = async (tenantId: string, minutes: number) => {
      const record = await fixture.accept(tenantId, [{ id: 'a', title: 'A', content: 'a' }]);
      await fixture.database.query(
        `UPDATE ingestions SET checked_at = now() - $1::float8 * interval '1 minute' WHERE ingestion_id = $2`,
        [minutes, record.ingestionId],
      );
      return record.ingestionId;
    };

    it('are claimed across tenants, the oldest first, each once within the time', async () => {
      const [older, oldest] = [
        await acceptedMinutesAgo('lost', 10),
        await acceptedMinutesAgo('lost-too', 20),
      ];
      expect(await claim(1)).toEqual([oldest]);
      expect(await claim(10)).toEqual([older]);
      expect(await claim(10)).toEqual([]);
      await fixture.run({
        ...(await fixture.accept('lost', [{ title: 'T', content: 't' }])),
        ingestionId: older,
      });
      expect(await claim(100, 0)).toEqual(expect.arrayContaining([older, oldest]));
    });
    it('are shared out between claims at the same time', async () => {
      const due = await Promise.all(Array.from({ length: 6 }, () => acceptedMinutesAgo('crowd', 10)));
      const claimed = await Promise.all([claim(10), claim(10), claim(10)]);
      expect(claimed.flat().toSorted()).toEqual(due.toSorted());
    });
    it('are not those that ended', async () => {
      const record = await fixture.publish('ended', { id: 'a', title: 'A', content: 'a' });
      expect(await claim(100, 0)).not.toContain(record.ingestionId);
    });
  });

  describe('unchanged documents', () => {
    const input: DocumentInput = {
      id: 'd',
      title: 'T',
      content: 'text',
      namespace: 'hr',
      department: 'sales',
      metadata: { a: '1', b: '2' },
    };
    beforeAll(() => fixture.publish('same', input));
    it('are known at once, whatever the order of their metadata', async () => {
      const record = await fixture.accept('same', [{ ...input, metadata: { b: '2', a: '1' } }]);
      expect(record.counts).toMatchObject({ pending: 0, unchanged: 1 });
      await expect(fixture.pendingOf(record)).rejects.toThrow('A document waits.');
    });
    it.each([
      { title: 'other' },
      { content: 'other' },
      { source: 'other' },
      { namespace: 'other' },
      { department: undefined },
      { metadata: { a: '1' } },
    ])('are those that differ in nothing: %o', async (difference) => {
      const { department, ...changed } = { ...input, ...difference };
      const record = await fixture.accept('same-not', [
        { ...changed, ...(department === undefined ? {} : { department }) },
      ]);
      expect(record.counts.pending).toBe(1);
    });
    it('are not unchanged while something newer waits, or after a relabeling', async () => {
      await fixture.publish('same-later', input);
      await fixture.accept('same-later', [{ ...input, content: 'newer' }]);
      expect((await fixture.accept('same-later', [input])).counts.pending).toBe(1);
      await fixture.publish('same-moved', input);
      await fixture.store.relabelDocument('same-moved', 'd', { namespace: 'law' });
      expect((await fixture.accept('same-moved', [input])).counts.pending).toBe(1);
    });
  });
});
