import { describe, expect, it } from 'vitest';
import type { IngestionSteps } from './ingestion-steps.ts';
import type { PassageStoreSubject } from './passage-store-contract.ts';

/** What every document store promises to the runs that ingest documents, and to upkeep. */
export function ingestionContract(subject: () => PassageStoreSubject, steps: IngestionSteps): void {
  const { startedRun, claimed, accepted, publish, published, idsOf } = steps;

  describe('ingestions', () => {
    const outcome = { status: 'failed', error: 'no text' } as const;

    it('hands out what waits in order, a page at a time, until each has its outcome', async () => {
      const documents = ['a', 'b', 'c'].map((documentId) => ({
        tenantId: 'pages',
        documentId,
        content: documentId,
      }));
      const ingestionId = await subject().accept(documents);
      const run = await startedRun('pages', ingestionId);
      const claim = { run, after: 0, maxDocuments: 2, maxBytes: 1_000, batchId: null };
      const first = await subject().store.claimDocuments(claim);
      expect(first.documents.map(({ documentId }) => documentId)).toEqual(['a', 'b']);
      const second = await subject().store.claimDocuments({ ...claim, after: first.next ?? 0 });
      expect(second.documents.map(({ documentId }) => documentId)).toEqual(['c']);
      expect((await subject().store.claimDocuments({ ...claim, after: second.next ?? 0 })).next).toBeNull();

      await subject().store.recordOutcomes(run, [
        { documentId: 'a', outcome },
        { documentId: 'b', outcome },
      ]);
      expect(await subject().store.finishIngestion(run)).toBe(false);
      expect((await claimed(run)).map(({ documentId }) => documentId)).toEqual(['c']);
      await subject().store.recordOutcomes(run, [{ documentId: 'c', outcome }]);
      expect(await subject().store.finishIngestion(run)).toBe(true);
      expect(await claimed(await startedRun('other tenant', ingestionId))).toEqual([]);
    });
    it('keeps a page within its bytes, and lets one large document come alone', async () => {
      const documents = ['x'.repeat(500), 'y'.repeat(40), 'z'.repeat(40)].map((content, at) => ({
        tenantId: 'bytes',
        documentId: `d${at}`,
        content,
      }));
      const run = await startedRun('bytes', await subject().accept(documents));
      const claim = { run, maxDocuments: 10, maxBytes: 100, batchId: null };
      const first = await subject().store.claimDocuments({ ...claim, after: 0 });
      expect(first.documents).toHaveLength(1);
      const second = await subject().store.claimDocuments({ ...claim, after: first.next ?? 0 });
      expect(second.documents).toHaveLength(2);
    });
    it('puts documents next to each other that may be the same text', async () => {
      const documents = ['one', 'other', 'two'].map((content, at) => ({
        tenantId: 'twins',
        documentId: `d${at}`,
        title: 'T',
        content,
      }));
      const run = await startedRun('twins', await subject().accept(documents));
      expect((await claimed(run)).map(({ documentId }) => documentId)).toEqual(['d0', 'd2', 'd1']);
    });
    it('lets one run at a time have a document, and the next one when it ends', async () => {
      const document = { tenantId: 'turns', documentId: 'd' };
      const older = await startedRun('turns', await subject().accept([{ ...document, content: 'older' }]));
      const newer = await startedRun('turns', await subject().accept([{ ...document, content: 'newer' }]));
      const [held] = await claimed(older);
      expect(await claimed(newer)).toEqual([]);
      await subject().store.endRun(older);
      const [taken] = await claimed(newer);
      if (held === undefined || taken === undefined) throw new Error('Both had their turn.');
      expect((await publish(held)).status).toBe('lost');
      expect((await publish(taken)).status).toBe('published');
      expect((await publish(held)).status).toBe('superseded');
    });
    it('lets a later run of the same ingestion take over at once, and tells the earlier one', async () => {
      const ingestionId = await subject().accept([{ tenantId: 'again', documentId: 'e', content: 'text' }]);
      const dead = await startedRun('again', ingestionId);
      expect(await claimed(dead)).toHaveLength(1);
      const alive = await startedRun('again', ingestionId);
      expect(await claimed(alive)).toHaveLength(1);
      expect(await subject().store.keepRunAlive(dead, 1_000)).toBe(false);
      expect(await subject().store.keepRunAlive(alive, 1_000)).toBe(true);
    });
    it('says of a version that a dead run published what its outcome is', async () => {
      const ingestionId = await subject().accept([{ tenantId: 'said', documentId: 'd', content: 'a\nb' }]);
      const [document] = await claimed(await startedRun('said', ingestionId));
      if (document === undefined) throw new Error('It waits.');
      await publish(document);
      const [again] = await claimed(await startedRun('said', ingestionId));
      expect(again?.published).toEqual({ status: 'embedded', passages: 2 });
    });
    it('remembers batches and the documents in them, until they are forgotten', async () => {
      const documents = ['a', 'b'].map((documentId) => ({
        tenantId: 'batch',
        documentId,
        content: documentId,
      }));
      const ingestionId = await subject().accept(documents);
      const run = await startedRun('batch', ingestionId);
      await subject().store.rememberBatch(run, 'batch_1', ['b']);
      expect((await claimed(run)).map(({ documentId }) => documentId)).toEqual(['a']);
      const batch = { run, after: 0, maxDocuments: 9, maxBytes: 99, batchId: 'batch_1' };
      expect((await subject().store.claimDocuments(batch)).documents).toHaveLength(1);
      expect((await subject().store.rememberedBatches(run)).map(({ batchId }) => batchId)).toEqual([
        'batch_1',
      ]);
      await subject().store.forgetBatch(run, 'batch_1');
      expect(await subject().store.rememberedBatches(run)).toEqual([]);
      expect(await claimed(run)).toHaveLength(2);
    });
    it('fails what is pending when the ingestion is given up', async () => {
      const key = {
        tenantId: 'given-up',
        ingestionId: await subject().accept([{ tenantId: 'given-up', documentId: 'd', content: 'x' }]),
      };
      expect(await subject().store.finishIngestion(key)).toBe(false);
      await subject().store.failPending(key, 'Given up.');
      expect(await subject().store.finishIngestion(key)).toBe(true);
    });
  });

  describe('what the vectors owe', () => {
    const sweep = ({ tenantId }: { tenantId: string }): string => `sweep of ${tenantId}`;
    const claimUpkeep = (document: { tenantId: string; documentId: string }) =>
      subject().store.claimUpkeep({ holder: sweep(document), aliveMs: 60_000, limit: 10, document });

    it('is the passages of the version before, and stays with the run until it is settled', async () => {
      const d = { tenantId: 'owed', documentId: 'd' };
      const before = await published({ ...d, content: 'old\nkept' });
      const after = await accepted({ ...d, content: 'new' }, 60_000);
      const publication = await publish(after);
      if (publication.status !== 'published' || publication.upkeep === null) throw new Error('It owes.');
      expect(publication.upkeep.leftoverPassageIds.toSorted()).toEqual(idsOf(before).toSorted());
      expect(await claimUpkeep(d)).toEqual([]);
      await subject().store.settleUpkeep(after.runId, [publication.upkeep]);
      expect(await claimUpkeep(d)).toEqual([]);
      const next = await accepted({ ...d, content: 'third' });
      expect(next.doubtfulPassageIds.toSorted()).toEqual(idsOf(before).toSorted());
    });
    it('is what a run wrote that died before a deletion', async () => {
      const d = { tenantId: 'dead', documentId: 'd' };
      const run = await startedRun('dead', await subject().accept([{ ...d, content: 'text' }]));
      await claimed(run);
      expect(await subject().store.noteWrites(run, [{ documentId: 'd', passageIds: ['p1'] }])).toEqual(
        new Set(['d']),
      );
      await subject().remove('dead', 'd');
      await subject().store.endRun(run);
      const [task] = await claimUpkeep(d);
      expect(task).toMatchObject({ isDeleted: true, leftoverPassageIds: ['p1'], labels: null });
    });
    it('is the new labels of a document, until the vectors have those of now', async () => {
      const d = { tenantId: 'labels', documentId: 'd' };
      await published({ ...d, content: 'text', namespace: 'hr' });
      await subject().relabel('labels', 'd', { namespace: 'law', department: null });
      const tasks = await claimUpkeep(d);
      expect(tasks).toMatchObject([{ isDeleted: false, labels: { namespace: 'law', department: null } }]);
      await subject().relabel('labels', 'd', { namespace: 'board', department: 'finance' });
      await subject().store.settleUpkeep(sweep(d), tasks);
      const again = await claimUpkeep(d);
      expect(again).toMatchObject([{ labels: { namespace: 'board', department: 'finance' } }]);
      await subject().store.settleUpkeep(sweep(d), again);
      expect(await claimUpkeep(d)).toEqual([]);
    });
    it('is told to a run whose document was relabeled while it embedded', async () => {
      const d = { tenantId: 'moving', documentId: 'd' };
      await published({ ...d, content: 'one' });
      const embedding = await accepted({ ...d, content: 'two' }, 60_000);
      await subject().relabel('moving', 'd', { namespace: 'board', department: null });
      const publication = await publish(embedding);
      expect(publication).toMatchObject({ status: 'published', upkeep: { labels: { namespace: 'board' } } });
    });
    it('keeps others from a document while it is paid', async () => {
      const d = { tenantId: 'paid', documentId: 'd' };
      await published({ ...d, content: 'text' });
      await subject().remove('paid', 'd');
      const tasks = await claimUpkeep(d);
      const run = await startedRun('paid', await subject().accept([{ ...d, content: 'again' }]));
      expect(await claimed(run)).toEqual([]);
      await subject().store.settleUpkeep(sweep(d), tasks);
      expect(await claimed(run)).toHaveLength(1);
    });
  });
}
