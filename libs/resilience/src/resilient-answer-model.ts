import { Fault, withinBudget } from '@ragfleet/kernel';
import type { AnswerDelta, AnswerModel } from '@ragfleet/rag-core';
import type { Breaker } from './breaker.ts';
import type { ResilienceOptions } from './resilient-embedder.ts';
import { createRetry, createRetryBudget, type Retry } from './retry.ts';

export interface AnswerModelResilience extends ResilienceOptions {
  readonly firstTokenMs?: number;
  readonly idleMs?: number;
}

const FIRST_TOKEN_MS = 10_000;
const IDLE_MS = 10_000;
const RETRY_CAP_MS = 10_000;
const REWRITE_MS = 10_000;

/** A model's stream that has begun: what it said first, and the rest. */
interface BegunStream {
  readonly first: IteratorResult<AnswerDelta, unknown>;
  readonly next: () => Promise<IteratorResult<AnswerDelta, unknown>>;
  /** Tells the breaker how the stream ended, and frees its connection. Only the first call counts. */
  readonly end: (error?: unknown) => void;
}

/**
 * The model behind a breaker, its stream under a limit for the first delta and for each pause after it. A call is tried
 * again only while nothing has been said; later failures belong to the caller's ladder.
 */
export function resilientAnswerModel(model: AnswerModel, options: AnswerModelResilience): AnswerModel {
  return decorateAnswerModel(model, { ...options, retry: answerRetry(options.maxRetries) });
}

/** Shared by all that one vendor's model is called as: its budget is the vendor's. */
export const answerRetry = (maxRetries: number): Retry =>
  createRetry({ maxRetries, baseMs: 1_000, capMs: RETRY_CAP_MS, budget: createRetryBudget() });

export interface AnswerModelDecoration extends Omit<AnswerModelResilience, 'maxRetries'> {
  readonly retry: Retry;
}

export function decorateAnswerModel(model: AnswerModel, options: AnswerModelDecoration): AnswerModel {
  const { breaker, retry, firstTokenMs = FIRST_TOKEN_MS, idleMs = IDLE_MS } = options;
  return {
    name: model.name,
    contextWindowTokens: model.contextWindowTokens,
    async *answer(request, signal) {
      const open: OpenStream = (within) => model.answer(request, within);
      const stream = await retry(signal, () => begin({ breaker, signal, firstTokenMs, idleMs, open }));
      try {
        yield* untilFinished(stream);
      } catch (error) {
        stream.end(error);
        throw error;
      } finally {
        stream.end();
      }
    },
    ...rewriting(model, breaker),
  };
}

/** A follow-up is rewritten once or not at all: the question as it was is better than a late one. */
function rewriting(model: AnswerModel, breaker: Breaker): Pick<AnswerModel, 'rewriteFollowUp'> {
  if (model.rewriteFollowUp === undefined) return {};
  const rewrite = model.rewriteFollowUp.bind(model);
  return {
    rewriteFollowUp: (followUp, signal) =>
      breaker.run(() => withinBudget(REWRITE_MS, signal, (within) => rewrite(followUp, within))),
  };
}

async function* untilFinished({ first, next }: BegunStream): AsyncGenerator<AnswerDelta> {
  let isFinished = false;
  for (let result = first; result.done !== true; result = await next()) {
    yield result.value;
    isFinished = result.value.type === 'finish';
  }
  if (isFinished) return;
  throw new Fault('unavailable', 'The answer model stopped before its answer was complete.');
}

type OpenStream = (signal: AbortSignal) => AsyncIterable<AnswerDelta>;

interface BeginStream {
  readonly breaker: Breaker;
  readonly signal: AbortSignal;
  readonly firstTokenMs: number;
  readonly idleMs: number;
  readonly open: OpenStream;
}

/** Opens one stream and waits for its first delta. The breaker counts the whole stream, the caller goes on here. */
function begin({ breaker, signal, firstTokenMs, idleMs, open }: BeginStream): Promise<BegunStream> {
  const { promise: begun, resolve, reject } = Promise.withResolvers<BegunStream>();
  const call = new AbortController();
  const within = AbortSignal.any([signal, call.signal]);
  const release = (): void => call.abort(new Fault('canceled', 'The answer is not read any further.'));
  const run = async (): Promise<void> => {
    const ended = Promise.withResolvers<void>();
    const stream = open(within)[Symbol.asyncIterator]();
    resolve({
      first: await withinBudget(firstTokenMs, signal, () => stream.next()),
      next: () => withinBudget(idleMs, signal, () => stream.next()),
      end: (error) => {
        release();
        if (error === undefined) ended.resolve();
        else ended.reject(error);
      },
    });
    await ended.promise;
  };
  breaker.run(run).catch((error: unknown) => {
    release();
    reject(error);
  });
  return begun;
}
