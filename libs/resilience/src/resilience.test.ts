import { Fault, isFault } from '@ragfleet/kernel';
import type { Embedder, VectorIndex } from '@ragfleet/rag-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Breaker, createBreaker, resilientEmbedder, resilientVectorIndex } from './index.ts';
import { createRetryBudget } from './retry.ts';

const away = new Fault('unavailable', 'Away.');
const signal = new AbortController().signal;
const isAway = (error: unknown): boolean => isFault(error, 'unavailable');

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Lets every timer run until the promise has settled. */
async function settled<T>(work: Promise<T>): Promise<PromiseSettledResult<T>> {
  const progress = { isDone: false };
  const outcome = Promise.allSettled([work]).then(([result]) => {
    progress.isDone = true;
    return result;
  });
  while (!progress.isDone) await vi.advanceTimersByTimeAsync(100);
  return outcome;
}

async function failTimes(breaker: Breaker, times: number, error: unknown = away): Promise<void> {
  for (let count = 0; count < times; count += 1) {
    await breaker.run(() => Promise.reject(error as Error)).catch(() => undefined);
  }
}

describe('createBreaker', () => {
  const open = () => createBreaker({ name: 'model', consecutiveFailures: 3, resetMs: 1_000 });

  it('opens on failures in a row and then calls nobody', async () => {
    const breaker = open();
    await failTimes(breaker, 3);
    const work = vi.fn<() => Promise<number>>().mockResolvedValue(1);
    await expect(breaker.run(work)).rejects.toSatisfy(isAway);
    expect(work).not.toHaveBeenCalled();
    expect(breaker.snapshot()).toMatchObject({ name: 'model', state: 'open', failures: 3 });
  });

  it('starts counting anew after a success', async () => {
    const breaker = open();
    await failTimes(breaker, 2);
    await breaker.run(() => Promise.resolve(1));
    await failTimes(breaker, 2);
    expect(breaker.snapshot().state).toBe('closed');
  });

  it('does not count what the caller did: bad input, a cancellation', async () => {
    const breaker = open();
    await failTimes(breaker, 5, new Fault('invalid-input', 'Bad.'));
    await failTimes(breaker, 5, new Fault('canceled', 'Canceled.'));
    expect(breaker.snapshot().state).toBe('closed');
  });

  it('opens when half of many calls fail, never three in a row', async () => {
    const breaker = open();
    for (let count = 0; count < 12; count += 1) {
      await failTimes(breaker, 1);
      await breaker.run(() => Promise.resolve(1)).catch(() => undefined);
    }
    expect(breaker.snapshot().state).toBe('open');
  });

  it('closes after three probes that succeed, and opens again on one that fails', async () => {
    const breaker = open();
    await failTimes(breaker, 3);
    vi.advanceTimersByTime(1_000);
    await breaker.run(() => Promise.resolve(1));
    expect(breaker.snapshot().state).toBe('half-open');
    await failTimes(breaker, 1);
    expect(breaker.snapshot().state).toBe('open');
    vi.advanceTimersByTime(1_000);
    for (let probe = 0; probe < 3; probe += 1) await breaker.run(() => Promise.resolve(1));
    expect(breaker.snapshot()).toMatchObject({ state: 'closed', failures: 0, openedAtMs: null });
  });

  it('keeps callers beyond the probes away at once', async () => {
    const breaker = open();
    await failTimes(breaker, 3);
    vi.advanceTimersByTime(1_000);
    const { promise, resolve } = Promise.withResolvers<number>();
    const probes = [1, 2, 3].map(() => breaker.run(() => promise));
    await expect(breaker.run(() => Promise.resolve(1))).rejects.toSatisfy(isAway);
    resolve(1);
    await Promise.all(probes);
    expect(breaker.snapshot().state).toBe('closed');
  });
});

describe('createRetryBudget', () => {
  it('allows three retries, or a fifth of the calls of the last 10 s', () => {
    let nowMs = 0;
    const budget = createRetryBudget(() => nowMs);
    const allowed = (): number => [1, 2, 3, 4, 5].filter(() => budget.takeRetry()).length;
    expect(allowed()).toBe(3);
    nowMs = 10_000;
    for (let call = 0; call < 20; call += 1) budget.countCall();
    expect(allowed()).toBe(4);
  });
});

const embedderThat = (embed: Embedder['embed']): Embedder => ({
  model: 'm',
  dimension: 2,
  maxTextsPerRequest: 1,
  maxTokensPerRequest: 1,
  maxTokensPerText: 1,
  fusionWeight: 1,
  semanticThreshold: 0.95,
  embed,
});
const breaker = () => createBreaker({ name: 'embedding', consecutiveFailures: 3 });

describe('resilientEmbedder', () => {
  it('tries passages again, and a question not', async () => {
    const embed = vi.fn<Embedder['embed']>().mockRejectedValue(away);
    const passages = resilientEmbedder(embedderThat(embed), { breaker: breaker(), maxRetries: 3 });
    expect((await settled(passages.embed(['a'], 'passage', signal))).status).toBe('rejected');
    expect(embed).toHaveBeenCalledTimes(3);
    embed.mockClear();
    const questions = resilientEmbedder(embedderThat(embed), { breaker: breaker(), maxRetries: 3 });
    await settled(questions.embed(['a'], 'query', signal));
    expect(embed).toHaveBeenCalledTimes(1);
  });

  it('does not repeat a refusal', async () => {
    const embed = vi.fn<Embedder['embed']>().mockRejectedValue(new Fault('invalid-input', 'Bad.'));
    await settled(
      resilientEmbedder(embedderThat(embed), { breaker: breaker(), maxRetries: 2 }).embed(
        ['a'],
        'passage',
        signal,
      ),
    );
    expect(embed).toHaveBeenCalledTimes(1);
  });

  it("ends with the caller's reason at once, also when the embedder ignores its signal", async () => {
    const controller = new AbortController();
    const canceled = new Fault('canceled', 'Canceled.');
    const hanging = resilientEmbedder(
      embedderThat(() => new Promise(() => undefined)),
      { breaker: breaker(), maxRetries: 2 },
    );
    const work = hanging.embed(['a'], 'passage', controller.signal);
    controller.abort(canceled);
    await expect(work).rejects.toBe(canceled);
  });

  it('gives up on an embedder that hangs', async () => {
    const hanging = resilientEmbedder(
      embedderThat(() => new Promise(() => undefined)),
      { breaker: breaker(), maxRetries: 0 },
    );
    const outcome = await settled(hanging.embed(['a'], 'passage', signal));
    expect(outcome).toMatchObject({ status: 'rejected', reason: { kind: 'timeout' } });
  });
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
      resilientVectorIndex(index, { breaker: breaker(), maxRetries: 2 }).searchDense(
        scope,
        new Float32Array(2),
        1,
        signal,
      ),
    );
    expect(outcome).toMatchObject({ status: 'fulfilled', value: [{ passageId: 'p' }] });
  });
});
