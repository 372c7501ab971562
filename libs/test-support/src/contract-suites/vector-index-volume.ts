import { Fault } from '@ragfleet/kernel';
import type { PassageVector, VectorIndex } from '@ragfleet/rag-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { scopeOf } from './access-cases.ts';

const signal = new AbortController().signal;
const DIMENSION = 8;
const MANY = 2_500;
const LONG_LIST = 1_000;

/** Vectors around a circle of the first two axes: the nearest of any is known. */
const turned = (degrees: number): Float32Array => {
  const vector = new Float32Array(DIMENSION);
  vector[0] = Math.cos((degrees * Math.PI) / 180);
  vector[1] = Math.sin((degrees * Math.PI) / 180);
  return vector;
};

const passagesOf = (tenantId: string, count: number, degreesApart: number): PassageVector[] =>
  Array.from({ length: count }, (_, n) => ({
    tenantId,
    passageId: `p_${n}`,
    documentId: `d_${n % 10}`,
    namespace: 'public',
    department: null,
    vector: turned(n * degreesApart),
  }));

const idsOf = (passages: readonly PassageVector[]): string[] => passages.map(({ passageId }) => passageId);

/** Whether a score can be that of one of two vectors at right angles. A place says nothing about them. */
const isUnmixed = {
  cosine: (score: number): boolean => score < 0.01 || score > 0.99,
  place: (score: number): boolean => score > 0 && score <= 1,
};

/** What an index promises when there is much of everything: vectors, ids in one call, writers at once. */
export function vectorIndexVolume(index: () => VectorIndex, scoreMeaning: 'cosine' | 'place'): void {
  const found = async (tenantId: string, limit: number, degrees = 0): Promise<string[]> => {
    const scope = scopeOf({ tenantId, readsAll: true });
    const candidates = await index().searchDense(scope, turned(degrees), limit, signal);
    return candidates.map(({ passageId }) => passageId);
  };

  describe('many vectors', () => {
    const passages = passagesOf('many', MANY, 0.07);
    const ids = idsOf(passages);
    // Where a graph stands by then, its walk goes through a thousand that are gone, and may end beside the very nearest.
    const nearestKept = ids.slice(LONG_LIST, LONG_LIST + 100);
    beforeAll(() => index().upsert(passages, signal));

    it('gives the one nearest of all', async () => {
      expect(await found('many', 1, 87.5)).toEqual(['p_1250']);
    });
    it('gives a thousand of them, each once and nearest first', async () => {
      const list = await found('many', LONG_LIST);
      expect(new Set(list).size).toBe(LONG_LIST);
      expect(list[0]).toBe('p_0');
      // Approximate indexes may miss a few of a long list.
      const nearest = new Set(ids.slice(0, LONG_LIST));
      expect(list.filter((id) => nearest.has(id)).length).toBeGreaterThan(0.9 * LONG_LIST);
    });
    it('says of a thousand passages which it has, once each', async () => {
      const asked = [
        ...ids.slice(0, 600),
        ...ids.slice(0, 10),
        ...Array.from({ length: 390 }, (_, n) => `no_${n}`),
      ];
      expect(await index().existing('many', asked, signal)).toEqual(new Set(ids.slice(0, 600)));
    });
    it('removes a thousand passages and keeps the others', async () => {
      await index().removePassages('many', ids.slice(0, LONG_LIST), signal);
      expect(await index().existing('many', ids.slice(500, 1_500), signal)).toEqual(
        new Set(ids.slice(1_000, 1_500)),
      );
      expect(nearestKept).toContain((await found('many', 1))[0]);
    });
    it('removes and asks for nothing when no passage is named', async () => {
      await index().removePassages('many', [], signal);
      expect(await index().existing('many', [], signal)).toEqual(new Set());
      expect(nearestKept).toContain((await found('many', 1))[0]);
    });
  });

  describe('tenants that use the same ids', () => {
    beforeAll(async () => {
      const twins = passagesOf('twin-b', 20, 1).map((passage) => ({ ...passage, vector: turned(90) }));
      await index().upsert([...passagesOf('twin-a', 20, 1), ...twins], signal);
    });
    const foreigners = async (tenantId: string): Promise<string[]> => {
      const scope = scopeOf({ tenantId, readsAll: true });
      const candidates = await index().searchDense(scope, turned(90), LONG_LIST, signal);
      return candidates.map((candidate) => candidate.tenantId).filter((owner) => owner !== tenantId);
    };

    it('find their own vectors alone, however long the list', async () => {
      expect(await found('twin-a', LONG_LIST)).toHaveLength(20);
      expect(await found('twin-b', LONG_LIST)).toHaveLength(20);
      expect(await Promise.all(['twin-a', 'twin-b'].map(foreigners))).toEqual([[], []]);
    });
    it('keep their vectors when the other removes and relabels the same ids', async () => {
      await index().removePassages('twin-a', ['p_0', 'p_1'], signal);
      await index().removeDocument('twin-a', 'd_2', signal);
      await index().relabelDocument('twin-a', 'd_3', { namespace: 'board', department: null }, signal);
      expect(await found('twin-a', LONG_LIST)).toHaveLength(16);
      expect(await found('twin-b', LONG_LIST)).toHaveLength(20);
      const everybody = await index().searchDense(
        scopeOf({ tenantId: 'twin-b' }),
        turned(0),
        LONG_LIST,
        signal,
      );
      expect(everybody).toHaveLength(20);
    });
  });

  describe('writers at once', () => {
    const scope = scopeOf({ tenantId: 'writers', readsAll: true });
    beforeAll(async () => {
      const writers = [0, 90].map((degrees) =>
        passagesOf('writers', 200, 0).map((passage) => ({ ...passage, vector: turned(degrees) })),
      );
      await Promise.all(writers.map((passages) => index().upsert(passages, signal)));
    });
    it('leave each passage once, with the vector of one of them', async () => {
      const candidates = await index().searchDense(scope, turned(0), LONG_LIST, signal);
      expect(candidates.map(({ passageId }) => passageId).toSorted()).toEqual(
        idsOf(passagesOf('writers', 200, 0)).toSorted(),
      );
      expect(candidates.map(({ score }) => score).filter((score) => !isUnmixed[scoreMeaning](score))).toEqual(
        [],
      );
    });
    it('end with the reason of the signal or with the work done, and can do it again', async () => {
      const passages = passagesOf('aborted', MANY, 0.02);
      const controller = new AbortController();
      const canceled = new Fault('canceled', 'The worker stops.');
      const writing = index()
        .upsert(passages, controller.signal)
        .catch((error: unknown) => error);
      setImmediate(() => controller.abort(canceled));
      expect([undefined, canceled]).toContain(await writing);
      await index().upsert(passages.slice(0, 100), signal);
      expect(await index().existing('aborted', idsOf(passages.slice(0, 100)), signal)).toHaveProperty(
        'size',
        100,
      );
    });
  });
}
