import type {
  ClaimedDocument,
  IngestionCatalogue,
  IngestionRun,
  KeywordIndex,
  NewPassage,
  PassageReader,
  PendingDocument,
  Publication,
  SearchScope,
  VectorUpkeepStore,
} from '@ragfleet/rag-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NewDocument } from '../in-memory/in-memory-passages.ts';
import { ACCESS_CASES, LABELED_DOCUMENTS, scopeOf } from './access-cases.ts';

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

const passagesOf = (document: PendingDocument): NewPassage[] =>
  document.content.split('\n').map((text, ordinal) => ({
    passageId: `${document.documentId}-${document.version}-${ordinal}`,
    headings: [],
    ordinal,
    text,
    contentHash: `hash of ${text}`,
  }));

/** What every document store promises to the core. `open` gives an empty one. */
export function passageStoreContract(open: () => Promise<PassageStoreSubject>): void {
  let subject: PassageStoreSubject;
  beforeAll(async () => {
    subject = await open();
  });
  afterAll(() => subject.close());

  let runs = 0;
  const startedRun = async (
    tenantId: string,
    ingestionId: string,
    aliveMs = 60_000,
  ): Promise<IngestionRun> => {
    runs += 1;
    const run = { tenantId, ingestionId, runId: `run_${runs}` };
    await subject.store.startRun(run, aliveMs);
    return run;
  };
  const claimed = async (
    run: IngestionRun,
    maxDocuments = 10,
    after = 0,
  ): Promise<readonly ClaimedDocument[]> =>
    (await subject.store.claimDocuments({ run, after, maxDocuments, maxBytes: 1_000_000, batchId: null }))
      .documents;
  /** Claimed by a run that has stopped: the next one that asks gets it. */
  const accepted = async (document: NewDocument, aliveMs = 0): Promise<ClaimedDocument> => {
    const run = await startedRun(document.tenantId, await subject.accept([document]), aliveMs);
    const [pending] = await claimed(run);
    if (pending === undefined) throw new Error('An accepted document waits.');
    return pending;
  };
  const publish = (document: ClaimedDocument): Promise<Publication> =>
    subject.store.publishVersion(document, passagesOf(document), 'embedded');
  const published = async (document: NewDocument): Promise<ClaimedDocument> => {
    const pending = await accepted(document);
    expect((await publish(pending)).status).toBe('published');
    return pending;
  };
  const idsOf = (pending: PendingDocument): string[] => passagesOf(pending).map(({ passageId }) => passageId);
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

  describe('ingestions', () => {
    const outcome = { status: 'failed', error: 'no text' } as const;

    it('hands out what waits in order, a page at a time, until each has its outcome', async () => {
      const documents = ['a', 'b', 'c'].map((documentId) => ({
        tenantId: 'pages',
        documentId,
        content: documentId,
      }));
      const ingestionId = await subject.accept(documents);
      const run = await startedRun('pages', ingestionId);
      const claim = { run, after: 0, maxDocuments: 2, maxBytes: 1_000, batchId: null };
      const first = await subject.store.claimDocuments(claim);
      expect(first.documents.map(({ documentId }) => documentId)).toEqual(['a', 'b']);
      const second = await subject.store.claimDocuments({ ...claim, after: first.next ?? 0 });
      expect(second.documents.map(({ documentId }) => documentId)).toEqual(['c']);
      expect((await subject.store.claimDocuments({ ...claim, after: second.next ?? 0 })).next).toBeNull();

      await subject.store.recordOutcomes(run, [
        { documentId: 'a', outcome },
        { documentId: 'b', outcome },
      ]);
      expect(await subject.store.finishIngestion(run)).toBe(false);
      expect((await claimed(run)).map(({ documentId }) => documentId)).toEqual(['c']);
      await subject.store.recordOutcomes(run, [{ documentId: 'c', outcome }]);
      expect(await subject.store.finishIngestion(run)).toBe(true);
      expect(await claimed(await startedRun('other tenant', ingestionId))).toEqual([]);
    });
    it('keeps a page within its bytes, and lets one large document come alone', async () => {
      const documents = ['x'.repeat(500), 'y'.repeat(40), 'z'.repeat(40)].map((content, at) => ({
        tenantId: 'bytes',
        documentId: `d${at}`,
        content,
      }));
      const run = await startedRun('bytes', await subject.accept(documents));
      const claim = { run, maxDocuments: 10, maxBytes: 100, batchId: null };
      const first = await subject.store.claimDocuments({ ...claim, after: 0 });
      expect(first.documents).toHaveLength(1);
      const second = await subject.store.claimDocuments({ ...claim, after: first.next ?? 0 });
      expect(second.documents).toHaveLength(2);
    });
    it('puts documents next to each other that may be the same text', async () => {
      const documents = ['one', 'other', 'two'].map((content, at) => ({
        tenantId: 'twins',
        documentId: `d${at}`,
        title: 'T',
        content,
      }));
      const run = await startedRun('twins', await subject.accept(documents));
      expect((await claimed(run)).map(({ documentId }) => documentId)).toEqual(['d0', 'd2', 'd1']);
    });
    it('lets one run at a time have a document, and the next one when it ends', async () => {
      const document = { tenantId: 'turns', documentId: 'd' };
      const older = await startedRun('turns', await subject.accept([{ ...document, content: 'older' }]));
      const newer = await startedRun('turns', await subject.accept([{ ...document, content: 'newer' }]));
      const [held] = await claimed(older);
      expect(await claimed(newer)).toEqual([]);
      await subject.store.endRun(older);
      const [taken] = await claimed(newer);
      if (held === undefined || taken === undefined) throw new Error('Both had their turn.');
      expect((await publish(held)).status).toBe('lost');
      expect((await publish(taken)).status).toBe('published');
      expect((await publish(held)).status).toBe('superseded');
    });
    it('lets a later run of the same ingestion take over at once, and tells the earlier one', async () => {
      const ingestionId = await subject.accept([{ tenantId: 'again', documentId: 'e', content: 'text' }]);
      const dead = await startedRun('again', ingestionId);
      expect(await claimed(dead)).toHaveLength(1);
      const alive = await startedRun('again', ingestionId);
      expect(await claimed(alive)).toHaveLength(1);
      expect(await subject.store.keepRunAlive(dead, 1_000)).toBe(false);
      expect(await subject.store.keepRunAlive(alive, 1_000)).toBe(true);
    });
    it('says of a version that a dead run published what its outcome is', async () => {
      const ingestionId = await subject.accept([{ tenantId: 'said', documentId: 'd', content: 'a\nb' }]);
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
      const ingestionId = await subject.accept(documents);
      const run = await startedRun('batch', ingestionId);
      await subject.store.rememberBatch(run, 'batch_1', ['b']);
      expect((await claimed(run)).map(({ documentId }) => documentId)).toEqual(['a']);
      const batch = { run, after: 0, maxDocuments: 9, maxBytes: 99, batchId: 'batch_1' };
      expect((await subject.store.claimDocuments(batch)).documents).toHaveLength(1);
      expect((await subject.store.rememberedBatches(run)).map(({ batchId }) => batchId)).toEqual(['batch_1']);
      await subject.store.forgetBatch(run, 'batch_1');
      expect(await subject.store.rememberedBatches(run)).toEqual([]);
      expect(await claimed(run)).toHaveLength(2);
    });
    it('fails what is pending when the ingestion is given up', async () => {
      const key = {
        tenantId: 'given-up',
        ingestionId: await subject.accept([{ tenantId: 'given-up', documentId: 'd', content: 'x' }]),
      };
      expect(await subject.store.finishIngestion(key)).toBe(false);
      await subject.store.failPending(key, 'Given up.');
      expect(await subject.store.finishIngestion(key)).toBe(true);
    });
  });

  describe('what the vectors owe', () => {
    const sweep = ({ tenantId }: { tenantId: string }): string => `sweep of ${tenantId}`;
    const claimUpkeep = (document: { tenantId: string; documentId: string }) =>
      subject.store.claimUpkeep({ holder: sweep(document), aliveMs: 60_000, limit: 10, document });

    it('is the passages of the version before, and stays with the run until it is settled', async () => {
      const d = { tenantId: 'owed', documentId: 'd' };
      const before = await published({ ...d, content: 'old\nkept' });
      const after = await accepted({ ...d, content: 'new' }, 60_000);
      const publication = await publish(after);
      if (publication.status !== 'published' || publication.upkeep === null) throw new Error('It owes.');
      expect(publication.upkeep.leftoverPassageIds.toSorted()).toEqual(idsOf(before).toSorted());
      expect(await claimUpkeep(d)).toEqual([]);
      await subject.store.settleUpkeep(after.runId, [publication.upkeep]);
      expect(await claimUpkeep(d)).toEqual([]);
      const next = await accepted({ ...d, content: 'third' });
      expect(next.doubtfulPassageIds.toSorted()).toEqual(idsOf(before).toSorted());
    });
    it('is what a run wrote that died before a deletion', async () => {
      const d = { tenantId: 'dead', documentId: 'd' };
      const run = await startedRun('dead', await subject.accept([{ ...d, content: 'text' }]));
      await claimed(run);
      expect(await subject.store.noteWrites(run, [{ documentId: 'd', passageIds: ['p1'] }])).toEqual(
        new Set(['d']),
      );
      await subject.remove('dead', 'd');
      await subject.store.endRun(run);
      const [task] = await claimUpkeep(d);
      expect(task).toMatchObject({ isDeleted: true, leftoverPassageIds: ['p1'], labels: null });
    });
    it('is the new labels of a document, until the vectors have those of now', async () => {
      const d = { tenantId: 'labels', documentId: 'd' };
      await published({ ...d, content: 'text', namespace: 'hr' });
      await subject.relabel('labels', 'd', { namespace: 'law', department: null });
      const tasks = await claimUpkeep(d);
      expect(tasks).toMatchObject([{ isDeleted: false, labels: { namespace: 'law', department: null } }]);
      await subject.relabel('labels', 'd', { namespace: 'board', department: 'finance' });
      await subject.store.settleUpkeep(sweep(d), tasks);
      const again = await claimUpkeep(d);
      expect(again).toMatchObject([{ labels: { namespace: 'board', department: 'finance' } }]);
      await subject.store.settleUpkeep(sweep(d), again);
      expect(await claimUpkeep(d)).toEqual([]);
    });
    it('is told to a run whose document was relabeled while it embedded', async () => {
      const d = { tenantId: 'moving', documentId: 'd' };
      await published({ ...d, content: 'one' });
      const embedding = await accepted({ ...d, content: 'two' }, 60_000);
      await subject.relabel('moving', 'd', { namespace: 'board', department: null });
      const publication = await publish(embedding);
      expect(publication).toMatchObject({ status: 'published', upkeep: { labels: { namespace: 'board' } } });
    });
    it('keeps others from a document while it is paid', async () => {
      const d = { tenantId: 'paid', documentId: 'd' };
      await published({ ...d, content: 'text' });
      await subject.remove('paid', 'd');
      const tasks = await claimUpkeep(d);
      const run = await startedRun('paid', await subject.accept([{ ...d, content: 'again' }]));
      expect(await claimed(run)).toEqual([]);
      await subject.store.settleUpkeep(sweep(d), tasks);
      expect(await claimed(run)).toHaveLength(1);
    });
  });
}
