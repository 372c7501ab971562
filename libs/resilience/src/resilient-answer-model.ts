import { Fault, withinBudget } from '@ragfleet/kernel';
import type { AnswerDelta, AnswerModel } from '@ragfleet/rag-core';
import type { Breaker } from './breakers/create-breaker.ts';
import { heardBy, type HeardCall } from './heard-by.ts';
import type { ResilienceOptions } from './resilient-embedder.ts';
import { createRetry, type Retry } from './retry.ts';
import { createRetryBudget } from './retry-budget.ts';
import { watchPieces } from './watch-pieces.ts';

export interface AnswerModelResilience extends ResilienceOptions {
  readonly firstTokenMs?: number;
  readonly idleMs?: number;
}

const FIRST_TOKEN_MS = 10_000;
const IDLE_MS = 10_000;
const RETRY_CAP_MS = 10_000;
const REWRITE_MS = 10_000;
const JUDGE_MS = 10_000;
/** How long a stream may take to end that is not read any further: its call is booked by then, unless its vendor ignores the abort. */
const LET_GO_MS = 500;

type Piece = IteratorResult<AnswerDelta, unknown>;

/** A model's stream that has begun: what it said first, and the rest. */
interface BegunStream {
  readonly first: Piece;
  readonly next: () => Promise<Piece>;
  /** Tells the breaker how the stream ended, and ends one that has more to say. Only the first call counts. */
  readonly end: (hasEnded: boolean, error?: unknown) => Promise<void>;
}

/**
 * The model behind a breaker, its stream under a limit for the first delta and for each pause after it. A call is tried
 * again only while nothing has been said; later failures belong to the caller's ladder.
 */
export function resilientAnswerModel(model: AnswerModel, options: AnswerModelResilience): AnswerModel {
  return decorateAnswerModel(model, { ...options, retry: answerRetry(options) });
}

/** Shared by all that one vendor's model is called as. */
export const answerRetry = ({ maxRetries, budget = createRetryBudget() }: ResilienceOptions): Retry =>
  createRetry({ maxRetries, baseMs: 1_000, capMs: RETRY_CAP_MS, budget });

export interface AnswerModelDecoration extends Omit<AnswerModelResilience, 'maxRetries' | 'budget'> {
  readonly retry: Retry;
}

export function decorateAnswerModel(model: AnswerModel, options: AnswerModelDecoration): AnswerModel {
  const { breaker, retry, firstTokenMs = FIRST_TOKEN_MS, idleMs = IDLE_MS } = options;
  return {
    name: model.name,
    contextWindowTokens: model.contextWindowTokens,
    async *answer(request, signal) {
      const open: OpenStream = (within) => model.answer(request, within);
      const attempt = () => begin({ breaker, signal, firstTokenMs, idleMs, open });
      const stream = await retry(signal, attempt, request.patienceMs);
      let result = stream.first;
      try {
        let isFinished = false;
        for (; result.done !== true; result = await stream.next()) {
          yield result.value;
          isFinished = result.value.type === 'finish';
        }
        if (!isFinished)
          throw new Fault('unavailable', 'The answer model stopped before its answer was complete.');
      } catch (error) {
        await stream.end(result.done === true, error);
        throw error;
      } finally {
        await stream.end(result.done === true);
      }
    },
    ...rewriting(model, breaker),
    ...judging(model, breaker),
  };
}

/** A follow-up is rewritten once or not at all: the question as it was is better than a late one. */
function rewriting(model: AnswerModel, breaker: Breaker): Pick<AnswerModel, 'rewriteFollowUp'> {
  if (model.rewriteFollowUp === undefined) return {};
  const rewrite = model.rewriteFollowUp.bind(model);
  return {
    rewriteFollowUp: (followUp, signal) =>
      wholeReply({ breaker, budgetMs: REWRITE_MS, signal }, (within) => rewrite(followUp, within)),
  };
}

/** Two questions are judged once or not at all. */
function judging(model: AnswerModel, breaker: Breaker): Pick<AnswerModel, 'judgeQuestions'> {
  if (model.judgeQuestions === undefined) return {};
  const judge = model.judgeQuestions.bind(model);
  return {
    judgeQuestions: (pair, signal) =>
      wholeReply({ breaker, budgetMs: JUDGE_MS, signal }, (within) => judge(pair, within)),
  };
}

interface OneCall extends HeardCall {
  readonly budgetMs: number;
}

/** One whole reply. Its asker waits for a part of a second, or for few, which a vendor that is well may take for its first word. */
const wholeReply = <T>(
  { budgetMs, ...call }: OneCall,
  ask: (signal: AbortSignal) => Promise<T>,
): Promise<T> => heardBy(call, () => withinBudget(budgetMs, call.signal, ask));

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
  const watch = watchPieces(signal);
  let stream: AsyncIterator<AnswerDelta> | undefined;
  let ending: Promise<void> | undefined;
  const letGo = (hasEnded: boolean): Promise<void> => {
    watch.end(hasEnded);
    return hasEnded || stream === undefined ? Promise.resolve() : leave(stream);
  };
  const run = async (): Promise<void> => {
    const pieces = open(watch.signal)[Symbol.asyncIterator]();
    stream = pieces;
    const nextPiece = (): Promise<Piece> => pieces.next();
    const first = await watch.within(firstTokenMs, nextPiece);
    const ended = Promise.withResolvers<void>();
    resolve({
      first,
      next: () => watch.within(idleMs, nextPiece),
      end: (hasEnded, error) => {
        if (error === undefined) ended.resolve();
        else ended.reject(error);
        return (ending ??= letGo(hasEnded));
      },
    });
    await ended.promise;
  };
  heardBy({ breaker, signal }, run).catch(async (error: unknown) => {
    await (ending ??= letGo(false));
    reject(error);
  });
  return begun;
}

/** Tells a stream that nobody reads it any further. What has been aborted may only hear of it late, and fail at that. */
async function leave(stream: AsyncIterator<AnswerDelta>): Promise<void> {
  const left = withinBudget(LET_GO_MS, new AbortController().signal, async () => stream.return?.());
  await left.catch(() => undefined);
}
