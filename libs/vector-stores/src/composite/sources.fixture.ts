import type { Clock } from '@ragfleet/kernel';
import type { DenseCandidate, VectorIndex } from '@ragfleet/rag-core';
import { createInMemoryVectorIndex } from '@ragfleet/test-support';

export const signal = new AbortController().signal;

/** Time that a test moves. */
export function createTestClock(): Clock & { advance(ms: number): void } {
  let now = 0;
  return {
    nowMs: () => now,
    monotonicMs: () => now,
    advance: (ms) => {
      now += ms;
    },
  };
}

type Search = VectorIndex['searchDense'];

/** A store that searches as the test says, and counts how often it was asked. */
export function sourceOf(name: string, searchDense: Search): VectorIndex & { readonly asked: () => number } {
  let asked = 0;
  return {
    ...createInMemoryVectorIndex(),
    name,
    asked: () => asked,
    searchDense: (...call) => {
      asked += 1;
      return searchDense(...call);
    },
  };
}

export const candidates = (...passageIds: readonly string[]): DenseCandidate[] =>
  passageIds.map((passageId, place) => ({ tenantId: 'acme', passageId, score: 1 - place / 10 }));

export const answers =
  (...passageIds: readonly string[]): Search =>
  () =>
    Promise.resolve(candidates(...passageIds));

export const fails =
  (fault: Error): Search =>
  () =>
    Promise.reject(fault);

/** Never answers; rejects when it is told to stop. */
export const hangs: Search = (_scope, _vector, _limit, stop) => {
  const { promise, reject } = Promise.withResolvers<never>();
  stop.addEventListener('abort', () => reject(stop.reason), { once: true });
  return promise;
};

/** Never answers and never listens. */
export const ignoresEverything: Search = () => new Promise(() => undefined);
