import type { ClaimedDocument, IngestionRun, NewPassage } from '@ragfleet/rag-core';
import { describe, expect, it } from 'vitest';
import type { NewDocument } from '../in-memory/in-memory-passages.ts';
import type { IngestionSteps } from './ingestion-steps.ts';
import type { PassageStoreSubject } from './passage-store-contract.ts';

const tenantId = 'announced';
const DONE = { status: 'unchanged', passages: 1 } as const;

type Change = Partial<NewDocument>;

/** What every document store says of the namespaces that a publication changed, and of those that nobody announced. */
export function publicationChangesContract(subject: () => PassageStoreSubject, steps: IngestionSteps): void {
  let contents = 0;
  /** Another content each time, so that it waits; its passages are what the test says. */
  const claimed = async (documentId: string, change: Change = {}) => {
    const content = `content ${(contents += 1)}`;
    const document = { tenantId, documentId, title: 'T', namespace: 'hr', content, ...change };
    const run = await steps.startedRun(tenantId, await subject().accept([document]));
    return { run, pending: await onlyOf(run) };
  };
  const onlyOf = async (run: IngestionRun): Promise<ClaimedDocument> => {
    const [pending] = await steps.claimed(run);
    if (pending === undefined) throw new Error('It waits, and it is its turn.');
    return pending;
  };
  const publish = async (pending: ClaimedDocument, texts: readonly string[] = ['one']) => {
    const publication = await subject().store.publishVersion(
      pending,
      passagesOf(pending, texts),
      'unchanged',
    );
    if (publication.status !== 'published') throw new Error('It is its turn.');
    if (publication.upkeep !== null) await subject().store.settleUpkeep(pending.runId, [publication.upkeep]);
    return publication.changedNamespaces.toSorted();
  };
  const publishedAndRecorded = async (documentId: string, change: Change = {}, texts?: readonly string[]) => {
    const { run, pending } = await claimed(documentId, change);
    const changed = await publish(pending, texts);
    await subject().store.recordOutcomes(run, [{ documentId, outcome: DONE }]);
    await subject().store.endRun(run);
    return changed;
  };

  describe('what a publication changes', () => {
    it('is the namespace of a new document', async () => {
      expect(await publishedAndRecorded('new')).toEqual(['hr']);
    });
    it('is nothing when it says the same under the same labels', async () => {
      await publishedAndRecorded('same');
      expect(await publishedAndRecorded('same')).toEqual([]);
    });
    it.each<[string, Change, readonly string[], (readonly string[])?]>([
      ['namespace', { namespace: 'board' }, ['board', 'hr']],
      ['department', { department: 'people' }, ['hr']],
      ['title', { title: 'U' }, ['hr']],
      ['source', { source: 'wiki' }, ['hr']],
      ['passage', {}, ['hr'], ['two']],
      ['number of passages', {}, ['hr'], ['one', 'two']],
    ])(
      'is where the document was and where it is, with another %s',
      async (name, change, namespaces, texts) => {
        await publishedAndRecorded(name);
        expect(await publishedAndRecorded(name, change, texts)).toEqual(namespaces);
      },
    );

    it('is told to the next run when the one that published died before it was recorded', async () => {
      await publishedAndRecorded('dies');
      const { run, pending } = await claimed('dies', { namespace: 'board' });
      expect(pending.unannouncedNamespaces).toEqual([]);
      expect(await subject().store.unannouncedNamespaces(run)).toEqual([]);
      await publish(pending);
      expect((await subject().store.unannouncedNamespaces(run)).toSorted()).toEqual(['board', 'hr']);
      const again = await steps.startedRun(tenantId, run.ingestionId);
      const taken = await onlyOf(again);
      expect(taken.unannouncedNamespaces.toSorted()).toEqual(['board', 'hr']);
      expect(await publish(taken)).toEqual(['board', 'hr']);
      await subject().store.recordOutcomes(again, [{ documentId: 'dies', outcome: DONE }]);
      expect(await subject().store.unannouncedNamespaces(run)).toEqual([]);
    });
    it('goes over to a newer version when the run of the older one died', async () => {
      await publishedAndRecorded('passed-on');
      const older = await claimed('passed-on', { namespace: 'board' });
      await publish(older.pending);
      await subject().store.endRun(older.run);
      expect(await publishedAndRecorded('passed-on', { namespace: 'board' })).toEqual(['board', 'hr']);
      expect(await publishedAndRecorded('passed-on', { namespace: 'board' })).toEqual([]);
    });
  });
}

const passagesOf = ({ documentId }: ClaimedDocument, texts: readonly string[]): NewPassage[] =>
  texts.map((text, ordinal) => ({
    passageId: `${documentId}-${text}`,
    headings: [],
    ordinal,
    text,
    contentHash: `hash of ${text}`,
  }));
