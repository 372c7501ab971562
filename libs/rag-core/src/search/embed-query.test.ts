import { Fault } from '@ragfleet/kernel';
import { describe, expect, it } from 'vitest';
import type { Embedder, EmbeddingCache, EmbeddingKey } from '../ports/models.ts';
import { createEmbedQuery } from './embed-query.ts';

const never = new AbortController().signal;
const question = { tenantId: 'acme', text: 'How many days?' };
const vector = Float32Array.of(1, 0);

/** An embedder that answers when it is let. */
function heldEmbedder(model = 'text-embedding-3-small') {
  const calls: { text: string; signal: AbortSignal; answer: (result: Float32Array | Error) => void }[] = [];
  const embedder: Embedder = {
    model,
    dimension: 2,
    maxTextsPerRequest: 1,
    maxTokensPerRequest: 1,
    maxTokensPerText: 1,
    fusionWeight: 0.5,
    semanticThreshold: 0.95,
    embed: ([text = ''], _purpose, signal) =>
      new Promise((resolve, reject) => {
        const answer = (result: Float32Array | Error): void => {
          if (result instanceof Error) reject(result);
          else resolve({ vectors: [result], tokens: 7 });
        };
        calls.push({ text, signal, answer });
      }),
  };
  return { embedder, calls };
}

function memoryCache(): EmbeddingCache & { entries: Map<string, Float32Array> } {
  const entries = new Map<string, Float32Array>();
  const nameOf = (key: EmbeddingKey): string => JSON.stringify(key);
  return {
    entries,
    lookup: async (key) => entries.get(nameOf(key)) ?? null,
    store: async (key, stored) => void entries.set(nameOf(key), stored),
  };
}

const called = async (calls: readonly unknown[], count: number): Promise<void> =>
  expect.poll(() => calls.length).toBe(count);

describe('createEmbedQuery', () => {
  it('pays once for a question that many ask at the same moment', async () => {
    const { embedder, calls } = heldEmbedder();
    const embed = createEmbedQuery({ embedder, budgetMs: 5_000 });
    const all = [embed(question, never), embed(question, never), embed(question, never)];
    await called(calls, 1);
    calls[0]?.answer(vector);
    const tokens = (await Promise.all(all)).map((one) => one.tokens);
    expect(tokens).toEqual([7, 0, 0]);
    expect(calls).toHaveLength(1);
  });

  it('shares nothing between tenants', async () => {
    const { embedder, calls } = heldEmbedder();
    const cache = memoryCache();
    const embed = createEmbedQuery({ embedder, cache, budgetMs: 5_000 });
    const both = [embed(question, never), embed({ ...question, tenantId: 'globex' }, never)];
    await called(calls, 2);
    for (const call of calls) call.answer(vector);
    await Promise.all(both);
    expect(cache.entries.size).toBe(2);
  });

  it('lets the others have the vector when the first one leaves', async () => {
    const { embedder, calls } = heldEmbedder();
    const embed = createEmbedQuery({ embedder, budgetMs: 5_000 });
    const leaving = new AbortController();
    const first = embed(question, leaving.signal);
    const second = embed(question, never);
    await called(calls, 1);
    leaving.abort(new Fault('canceled', 'The client left.'));
    await expect(first).rejects.toMatchObject({ kind: 'canceled' });
    calls[0]?.answer(vector);
    expect((await second).vector).toBe(vector);
  });

  it('takes a vector from the cache and puts a new one there', async () => {
    const { embedder, calls } = heldEmbedder();
    const cache = memoryCache();
    const first = createEmbedQuery({ embedder, cache, budgetMs: 5_000 })(question, never);
    await called(calls, 1);
    calls[0]?.answer(vector);
    await first;
    const again = await createEmbedQuery({ embedder, cache })(question, never);
    expect(again).toEqual({ vector, tokens: 0, reason: null });
    expect(calls).toHaveLength(1);
  });

  it('does not ask the cache for a local model', async () => {
    const { embedder, calls } = heldEmbedder('local-hash-2');
    const cache = memoryCache();
    const embedded = createEmbedQuery({ embedder, cache, budgetMs: 5_000 })(question, never);
    await called(calls, 1);
    calls[0]?.answer(vector);
    await embedded;
    expect(cache.entries.size).toBe(0);
  });

  it('gives up after its budget, aborts the call, and says so', async () => {
    const { embedder, calls } = heldEmbedder();
    const embedded = await createEmbedQuery({ embedder, budgetMs: 10 })(question, never);
    expect(embedded).toEqual({ vector: null, tokens: 0, reason: 'embedding-timeout' });
    expect(calls[0]?.signal.aborted).toBe(true);
  });

  it('says that embedding is unavailable when the model fails, and tries again for the next question', async () => {
    const { embedder, calls } = heldEmbedder();
    const embed = createEmbedQuery({ embedder, budgetMs: 5_000 });
    const failed = embed(question, never);
    await called(calls, 1);
    calls[0]?.answer(new Fault('unavailable', 'Away.'));
    expect((await failed).reason).toBe('embedding-unavailable');
    const again = embed(question, never);
    await called(calls, 2);
    calls[1]?.answer(vector);
    expect((await again).reason).toBeNull();
  });

  it('throws the reason of a signal that is aborted already, and asks nobody', async () => {
    const { embedder, calls } = heldEmbedder();
    const gone = AbortSignal.abort(new Fault('canceled', 'The client left.'));
    await expect(createEmbedQuery({ embedder })(question, gone)).rejects.toMatchObject({ kind: 'canceled' });
    expect(calls).toHaveLength(0);
  });
});
