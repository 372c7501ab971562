import { Fault, withinBudget } from '@ragfleet/kernel';
import type { VectorIndex } from '@ragfleet/rag-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBreaker } from './breakers/create-breaker.ts';
import { resilientVectorIndex } from './resilient-vector-index.ts';
import { away, settled } from './settled.fixture.ts';

const signal = new AbortController().signal;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const scope = {
  access: { tenantId: 't', readsAll: true, namespaces: [], department: null },
  namespaces: null,
};
const indexOf = (methods: Partial<VectorIndex>): VectorIndex => ({
  name: 'memory',
  searchDense: async () => [],
  upsert: async () => undefined,
  existing: async () => new Set<string>(),
  removePassages: async () => undefined,
  removeDocument: async () => undefined,
  relabelDocument: async () => undefined,
  ...methods,
});
const never = (): Promise<never> => new Promise(() => undefined);

describe('resilientVectorIndex', () => {
  it('tries a search again', async () => {
    const searchDense = vi
      .fn<VectorIndex['searchDense']>()
      .mockResolvedValue([{ tenantId: 'acme', passageId: 'p', score: 1 }])
      .mockRejectedValueOnce(away);
    const index = resilientVectorIndex(indexOf({ searchDense }), {
      breaker: createBreaker({ name: 'vectors', consecutiveFailures: 3 }),
      maxRetries: 2,
    });
    const outcome = await settled(index.searchDense(scope, new Float32Array(2), 1, signal));
    expect(outcome).toMatchObject({ status: 'fulfilled', value: [{ passageId: 'p' }] });
  });

  it('hears nothing of a write that nobody waited for, and says why it ended', async () => {
    const breaker = createBreaker({ name: 'vectors', consecutiveFailures: 1 });
    const index = resilientVectorIndex(indexOf({ removeDocument: never }), { breaker, maxRetries: 0 });
    const outcome = await settled(
      withinBudget(2_000, signal, (within) => index.removeDocument('acme', 'd', within)),
    );
    expect(outcome).toMatchObject({ status: 'rejected', reason: { kind: 'timeout' } });
    expect(breaker.snapshot().state).toBe('closed');
  });

  it('hears of a write that hangs while its caller waits', async () => {
    const breaker = createBreaker({ name: 'vectors', consecutiveFailures: 1 });
    const index = resilientVectorIndex(indexOf({ removeDocument: never }), { breaker, maxRetries: 0 });
    const outcome = await settled(index.removeDocument('acme', 'd', signal));
    expect(outcome).toMatchObject({ status: 'rejected', reason: { kind: 'timeout' } });
    expect(breaker.snapshot().state).toBe('open');
  });

  it('keeps writes away from a store that fails', async () => {
    const removeDocument = vi
      .fn<VectorIndex['removeDocument']>()
      .mockRejectedValue(new Fault('unavailable', 'Away.'));
    const breaker = createBreaker({ name: 'vectors', consecutiveFailures: 1 });
    const index = resilientVectorIndex(indexOf({ removeDocument }), { breaker, maxRetries: 0 });
    await settled(index.removeDocument('acme', 'd', signal));
    const outcome = await settled(index.removeDocument('acme', 'd', signal));
    expect(outcome).toMatchObject({ status: 'rejected', reason: { kind: 'unavailable' } });
    expect(removeDocument).toHaveBeenCalledTimes(1);
  });
});
