import { Fault } from '@ragfleet/kernel';
import type { PassageVector, SearchScope, VectorIndex } from '@ragfleet/rag-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ACCESS_CASES, LABELED_DOCUMENTS, scopeOf, TENANT } from './access-cases.ts';
import { vectorIndexVolume } from './vector-index-volume.ts';

export interface VectorIndexSubject {
  readonly index: VectorIndex;
  close(): Promise<void>;
}

/** The subject's vectors have this many numbers. */
export const CONTRACT_DIMENSION = 8;

const signal = new AbortController().signal;
const everything = scopeOf({ readsAll: true });

/** A unit vector that leans from the first axis to another one. */
function leaning(axis: number, lean: number): Float32Array {
  const vector = new Float32Array(CONTRACT_DIMENSION);
  vector[0] = Math.cos(lean);
  vector[axis] = Math.sin(lean);
  return vector;
}

const passage = (
  documentId: string,
  passageId: string,
  vector: Float32Array,
  labels: Partial<PassageVector> = {},
): PassageVector => ({
  tenantId: TENANT,
  documentId,
  passageId,
  namespace: 'public',
  department: null,
  vector,
  ...labels,
});

/** What a score says: how near a vector is, or, in a fusion of several indexes, which place a passage has. */
export type ScoreMeaning = 'cosine' | 'place';

const expectedScores = {
  cosine: [0.1, 0.2, 0.3].map((lean) => expect.closeTo(Math.cos(lean), 2) as number),
  place: [expect.any(Number), expect.any(Number), expect.any(Number)] as number[],
};

/** What every vector index promises. `open` gives an empty one. */
export function vectorIndexContract(
  open: () => Promise<VectorIndexSubject>,
  scoreMeaning: ScoreMeaning = 'cosine',
): void {
  let subject: VectorIndexSubject;
  beforeAll(async () => {
    subject = await open();
  });
  afterAll(() => subject.close());

  const search = async (scope: SearchScope, limit = 10, vector = leaning(1, 0)): Promise<string[]> =>
    (await subject.index.searchDense(scope, vector, limit, signal)).map(({ passageId }) => passageId);

  describe('access', () => {
    beforeAll(async () => {
      const labeled = LABELED_DOCUMENTS.map((labels) =>
        passage(labels.documentId, `${labels.documentId}-1`, leaning(1, 0.1), labels),
      );
      await subject.index.upsert(labeled, signal);
    });
    it.each(ACCESS_CASES)('$claim', async ({ scope, readable }) => {
      expect((await search(scope)).toSorted()).toEqual(readable.map((documentId) => `${documentId}-1`));
    });
    it('moves with the labels of a document, for its tenant alone', async () => {
      await subject.index.relabelDocument(
        TENANT,
        'hr-own',
        { namespace: 'default', department: 'sales' },
        signal,
      );
      expect(await search(scopeOf({ namespaces: ['hr'] }))).not.toContain('hr-own-1');
      expect(await search(scopeOf({ department: 'sales' }))).toContain('hr-own-1');
      await subject.index.relabelDocument(
        TENANT,
        'hr-own',
        { namespace: 'default', department: null },
        signal,
      );
      expect(await search(scopeOf({ department: 'sales' }))).not.toContain('hr-own-1');
      expect(await search(scopeOf({ tenantId: 'globex', namespaces: ['hr'] }))).toContain('hr-own-1');
    });
  });

  describe('labels', () => {
    const labels = [
      { documentId: 'unicode', namespace: 'Büro 人事', department: 'été 🌞' },
      { documentId: 'quoted', namespace: `it's "a" \\ {b}`, department: '$eq' },
      { documentId: 'none', namespace: 'closed', department: null },
      { documentId: 'empty', namespace: 'closed', department: '' },
    ];
    const seenBy = async (access: Partial<SearchScope['access']>, namespaces?: string[]): Promise<string[]> =>
      (await search(scopeOf({ tenantId: 'labels', ...access }, namespaces))).toSorted();
    beforeAll(() =>
      subject.index.upsert(
        labels.map((own) =>
          passage(own.documentId, own.documentId, leaning(1, 0.1), { tenantId: 'labels', ...own }),
        ),
        signal,
      ),
    );

    it('are any text', async () => {
      expect(await seenBy({ namespaces: ['Büro 人事'] })).toEqual(['unicode']);
      expect(await seenBy({ department: 'été 🌞' })).toEqual(['unicode']);
      expect(await seenBy({ namespaces: [`it's "a" \\ {b}`] })).toEqual(['quoted']);
      expect(await seenBy({ department: '$eq' })).toEqual(['quoted']);
      expect(await seenBy({ namespaces: ['Buro 人事'], department: 'ete 🌞' })).toEqual([]);
    });
    it('tell no department from one without a name', async () => {
      expect(await seenBy({ department: null })).toEqual([]);
      expect(await seenBy({ department: '' })).toEqual(['empty']);
      expect(await seenBy({ department: 'null' })).toEqual([]);
    });
    it('may be named twice, and beside the public namespace', async () => {
      const namespaces = ['closed', 'public', 'closed'];
      expect(await seenBy({ namespaces }, namespaces)).toEqual(['empty', 'none']);
    });
    it('lose and gain a department', async () => {
      const move = (department: string | null) =>
        subject.index.relabelDocument('labels', 'none', { namespace: 'closed', department }, signal);
      await move('');
      expect(await seenBy({ department: '' })).toEqual(['empty', 'none']);
      await move(null);
      expect(await seenBy({ department: '' })).toEqual(['empty']);
    });
  });

  describe('ranking and change', () => {
    const scope = { ...everything, access: { ...everything.access, tenantId: 'ranking' } };
    const own = { tenantId: 'ranking' };
    beforeAll(async () => {
      const near = [0.3, 0.1, 0.2].map((lean, position) =>
        passage('angles', `angle-${position}`, leaning(1, lean), own),
      );
      await subject.index.upsert([...near, passage('far', 'far-0', leaning(2, Math.PI / 2), own)], signal);
    });
    it(`gives the nearest first, with their ${scoreMeaning}`, async () => {
      const found = await subject.index.searchDense(scope, leaning(1, 0), 3, signal);
      expect(found.map(({ passageId }) => passageId)).toEqual(['angle-1', 'angle-2', 'angle-0']);
      const scores = found.map(({ score }) => score);
      expect(scores).toEqual(expectedScores[scoreMeaning]);
      expect(scores).toEqual(scores.toSorted((one, other) => other - one));
    });
    it('names the tenant that a record belongs to', async () => {
      const found = await subject.index.searchDense(scope, leaning(1, 0), 3, signal);
      expect(new Set(found.map(({ tenantId }) => tenantId))).toEqual(new Set(['ranking']));
    });
    it('says which passages it has, for their tenant alone', async () => {
      const asked = ['angle-0', 'far-0', 'unknown'];
      expect(await subject.index.existing('ranking', asked, signal)).toEqual(new Set(['angle-0', 'far-0']));
      expect(await subject.index.existing(TENANT, asked, signal)).toEqual(new Set());
      expect(await subject.index.existing('ranking', [], signal)).toEqual(new Set());
    });
    it('gives no more than asked for', async () => {
      expect(await search(scope, 1)).toEqual(['angle-1']);
    });
    it('replaces a vector that comes again', async () => {
      await subject.index.upsert([passage('far', 'far-0', leaning(1, 0.01), own)], signal);
      expect(await search(scope, 1)).toEqual(['far-0']);
    });
    it('removes passages, and all of a document', async () => {
      await subject.index.removePassages('ranking', ['angle-0', 'angle-1', 'unknown'], signal);
      expect(await search(scope)).toEqual(['far-0', 'angle-2']);
      await subject.index.removeDocument('ranking', 'angles', signal);
      expect(await search(scope)).toEqual(['far-0']);
    });
    it('does nothing about a document that is not there', async () => {
      await subject.index.removeDocument('ranking', 'unknown', signal);
      await subject.index.relabelDocument(
        'ranking',
        'unknown',
        { namespace: 'hr', department: null },
        signal,
      );
      await subject.index.upsert([], signal);
      expect(await search(scope)).toEqual(['far-0']);
    });
    it('stops waiting when it is told to', async () => {
      const canceled = new Fault('canceled', 'The client left.');
      const search = subject.index.searchDense(scope, leaning(1, 0), 1, AbortSignal.abort(canceled));
      await expect(search).rejects.toBe(canceled);
    });
  });

  vectorIndexVolume(() => subject.index, scoreMeaning);
}
