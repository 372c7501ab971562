import { Fault, withinBudget } from '@ragfleet/kernel';
import type { Embedder } from '@ragfleet/rag-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBreaker } from './breakers/create-breaker.ts';
import { resilientEmbedder } from './resilient-embedder.ts';
import { answeredAfter, away, settled } from './settled.fixture.ts';

const signal = new AbortController().signal;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
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

  const vectors = { vectors: [Float32Array.of(1, 0)], tokens: 1 };
  /** A question that waits for its vector as long as a search does. */
  const question = (embedder: Embedder): Promise<PromiseSettledResult<unknown>> =>
    settled(withinBudget(200, signal, (within) => embedder.embed(['q'], 'query', within)));
  const late = { status: 'rejected', reason: { kind: 'timeout' } };

  it('keeps no passages from a model whose vectors nobody had the patience for', async () => {
    const embed = vi.fn<Embedder['embed']>(async () => {
      await answeredAfter(300);
      return vectors;
    });
    const own = breaker();
    const embedder = resilientEmbedder(embedderThat(embed), { breaker: own, maxRetries: 0 });
    for (let asked = 0; asked < 5; asked += 1) expect(await question(embedder)).toMatchObject(late);
    expect(own.snapshot()).toMatchObject({ state: 'closed', failures: 0 });
    const passage = await settled(embedder.embed(['a'], 'passage', signal));
    expect(passage).toEqual({ status: 'fulfilled', value: vectors });
  });

  it('counts a model that hangs when its own two seconds are over, though its questions have left', async () => {
    const own = breaker();
    const hanging = embedderThat(() => new Promise(() => undefined));
    const embedder = resilientEmbedder(hanging, { breaker: own, maxRetries: 0 });
    for (let asked = 0; asked < 3; asked += 1) expect(await question(embedder)).toMatchObject(late);
    expect(own.snapshot().state).toBe('closed');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(own.snapshot().state).toBe('open');
  });

  it('stops the call of a question that was canceled, and holds nothing against the model', async () => {
    const embed = vi.fn<Embedder['embed']>(() => new Promise(() => undefined));
    const own = breaker();
    const embedder = resilientEmbedder(embedderThat(embed), { breaker: own, maxRetries: 0 });
    for (let asked = 0; asked < 3; asked += 1) {
      const asker = new AbortController();
      const outcome = settled(embedder.embed(['q'], 'query', asker.signal));
      asker.abort(new Fault('canceled', 'The client left.'));
      expect(await outcome).toMatchObject({ status: 'rejected', reason: { message: 'The client left.' } });
    }
    expect(embed.mock.calls.map(([, , within]) => within.aborted)).toEqual([true, true, true]);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(own.snapshot().state).toBe('closed');
  });

  it('lets 32 calls go on for nobody and stops the others', async () => {
    const embed = vi.fn<Embedder['embed']>(() => new Promise(() => undefined));
    const embedder = resilientEmbedder(embedderThat(embed), { breaker: breaker(), maxRetries: 0 });
    const asker = new AbortController();
    const embeds = Array.from({ length: 40 }, () => embedder.embed(['q'], 'query', asker.signal));
    const outcomes = Promise.allSettled(embeds);
    asker.abort(new Fault('timeout', 'Late.'));
    await outcomes;
    expect(embed.mock.calls.filter(([, , within]) => within.aborted)).toHaveLength(8);
  });
});
