import { Fault } from '@ragfleet/kernel';
import type { Embedder } from '@ragfleet/rag-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createBreaker } from './breakers/create-breaker.ts';
import { resilientEmbedder } from './resilient-embedder.ts';
import { away, settled } from './settled.fixture.ts';

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
});
