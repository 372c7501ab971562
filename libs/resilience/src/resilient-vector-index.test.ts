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

describe('resilientVectorIndex', () => {
  it('tries a search again', async () => {
    const searchDense = vi
      .fn<VectorIndex['searchDense']>()
      .mockResolvedValue([{ tenantId: 'acme', passageId: 'p', score: 1 }])
      .mockRejectedValueOnce(away);
    const index: VectorIndex = {
      name: 'memory',
      searchDense,
      upsert: async () => undefined,
      existing: async () => new Set<string>(),
      removePassages: async () => undefined,
      removeDocument: async () => undefined,
      relabelDocument: async () => undefined,
    };
    const scope = {
      access: { tenantId: 't', readsAll: true, namespaces: [], department: null },
      namespaces: null,
    };
    const outcome = await settled(
      resilientVectorIndex(index, {
        breaker: createBreaker({ name: 'vectors', consecutiveFailures: 3 }),
        maxRetries: 2,
      }).searchDense(scope, new Float32Array(2), 1, signal),
    );
    expect(outcome).toMatchObject({ status: 'fulfilled', value: [{ passageId: 'p' }] });
  });
});
