import type { QueryJob } from '@ragfleet/contracts';
import { type Clock, type Deadline, deadlineAt, Fault, type Lane, toFault } from '@ragfleet/kernel';
import type { Sealer } from '@ragfleet/sealing';
import type { AppendCommand } from '../events/append-script.ts';
import type { BatchTimer } from '../events/create-batch-timer.ts';
import { createEventBatchTimer, createQueryEventWriter } from '../events/query-event-writer.ts';
import type { BegunQuery, QueryStateStore, QueryRecord, Settlement } from '../queries/contract.ts';
import type { WebhookHandOver } from '../webhooks/hand-over.ts';
import type { EndedQuery, JobOutcome, Waiting, QueryHandler, QueryRun } from './contract.ts';
import { lookAgainAtMs, MAX_WAITS, mayWait } from './waiting.ts';
import { EXPIRED, failedBy, failedForGood, gaveUp, wroteTooLong } from './query-error.ts';
import type { CancellationWatch } from './watch-cancellation.ts';

export interface RunQueryJobOptions {
  readonly ledger: QueryStateStore;
  readonly append: (command: AppendCommand) => Promise<boolean>;
  readonly watchCancellation: CancellationWatch;
  readonly handOver: Pick<WebhookHandOver, 'prepare' | 'enqueue'>;
  readonly sealer: Sealer;
  readonly handler: QueryHandler;
  readonly clock: Clock;
  readonly onEnded: (ended: EndedQuery) => void;
}

export interface QueryJobRun {
  readonly lane: Lane;
  readonly job: QueryJob;
  readonly enqueuedAtMs: number;
  readonly isLastAttempt: boolean;
  /** Its worker has died as often as is forgiven. */
  readonly isLastChance: boolean;
  /** Aborts when the process cannot wait any longer. */
  readonly handBack: AbortSignal;
}

/** An answer needs about this much; with a short deadline, this part of it. */
const MIN_REMAINING_MS = 2_000;
const MIN_REMAINING_PART = 0.2;
/** The longest that one attempt may take, whatever the deadline. */
const ATTEMPT_MS = 60_000;
/** So long may a model pause between two words: what has heard none for longer stands still. */
const WRITING_MS = 10_000;
/** How long a handler may take to notice its signal. Then its slot is freed without it. */
const ABANDON_AFTER_MS = 1_000;
/** Events are a convenience: the settle does not wait longer for them. */
const FLUSH_MS = 500;

const ENDED: JobOutcome = { kind: 'ended' };
const HANDED_BACK: JobOutcome = { kind: 'handed-back' };

/** One job from its pick-up to its outcome: exactly one settle, or a hand-back, a wait, or another attempt. */
export function createRunQueryJob(options: RunQueryJobOptions): (run: QueryJobRun) => Promise<JobOutcome> {
  const { ledger, clock } = options;
  const batchTimer = createEventBatchTimer();
  const { settle, fail, wait, interrupted } = createEndings(options);

  return async (run) => {
    if (isTooLate(run, clock)) {
      await settle(run, EXPIRED);
      return ENDED;
    }
    using scope = openScope(run, options);
    try {
      const begun = await ledger.begin(run.job.tenantId, run.job.queryId);
      if (begun === null) return ENDED;
      const settlement = await answer(run, begun, scope, { ...options, batchTimer });
      if (settlement.status === 'waiting') return await wait(run, begun, settlement);
      const interruption = settlement.status === 'succeeded' ? null : await interrupted(run, scope);
      if (interruption !== null) return interruption;
      await settle(run, settlement, begun.record);
      return ENDED;
    } catch (error) {
      return (await interrupted(run, scope)) ?? (await fail(run, toFault(error)));
    }
  };
}

/** The ways in which a run can end, each with what it leaves in the record. */
function createEndings({ ledger, clock, handOver, onEnded }: RunQueryJobOptions) {
  /** With the record at hand its webhook is too; without it, the outbox makes it. */
  const settle = async (
    { lane, job, enqueuedAtMs }: QueryJobRun,
    settlement: Settlement,
    record: QueryRecord | null = null,
  ): Promise<void> => {
    const { tenantId, queryId } = job;
    const webhook = record === null ? null : handOver.prepare(record, settlement);
    const isFirst = await ledger.settle(tenantId, queryId, settlement, webhook);
    if (!isFirst) return;
    onEnded({ tenantId, queryId, lane, settlement, totalMs: clock.nowMs() - enqueuedAtMs });
    if (webhook !== null) await handOver.enqueue(webhook);
  };

  const fail = async (run: QueryJobRun, fault: Fault): Promise<JobOutcome> => {
    if (fault.isRetryable && !run.isLastAttempt) return { kind: 'retry', fault };
    await settle(run, failedBy(fault.isRetryable ? gaveUp(fault) : fault));
    return { kind: 'failed', fault };
  };

  /** The record first: whoever runs the job again finds it waiting. Its worker is the only one until the job moves. */
  const wait = async (
    run: QueryJobRun,
    { record, timesWaited }: BegunQuery,
    { retryInMs }: Waiting,
  ): Promise<JobOutcome> => {
    if (timesWaited >= MAX_WAITS) throw new Fault('internal', 'A query waits that may not.');
    const { tenantId, queryId } = run.job;
    if (!(await ledger.noteWait(tenantId, queryId, record.attempt))) return ENDED;
    return { kind: 'postponed', untilMs: lookAgainAtMs(run, retryInMs, clock.nowMs()) };
  };

  /** What an interruption makes of the run; null when nothing interrupted it. */
  const interrupted = async (run: QueryJobRun, scope: RunScope): Promise<JobOutcome | null> => {
    if (scope.cancellation.aborted) return ENDED;
    if (scope.deadline.remainingMs() === 0) {
      await settle(run, EXPIRED);
      return ENDED;
    }
    if (run.handBack.aborted) return HANDED_BACK;
    if (!scope.signal.aborted) return null;
    if (!scope.wasWriting()) return fail(run, toFault(scope.signal.reason));
    const fault = wroteTooLong(ATTEMPT_MS);
    await settle(run, failedForGood(fault));
    return { kind: 'failed', fault };
  };

  return { settle, fail, wait, interrupted };
}

function isTooLate({ job, enqueuedAtMs }: QueryJobRun, clock: Clock): boolean {
  const neededMs = Math.min(MIN_REMAINING_MS, (job.deadlineAtMs - enqueuedAtMs) * MIN_REMAINING_PART);
  return job.deadlineAtMs - clock.nowMs() < neededMs;
}

/** Everything that can end a run early. */
interface RunScope extends Disposable {
  readonly cancellation: AbortSignal;
  readonly deadline: Deadline;
  readonly signal: AbortSignal;
  readonly noteProgress: () => void;
  /** A model had said something a moment before the signal aborted. */
  wasWriting(): boolean;
}

function openScope(run: QueryJobRun, { watchCancellation, clock }: RunQueryJobOptions): RunScope {
  const { tenantId, queryId, deadlineAtMs } = run.job;
  const cancellation = watchCancellation(tenantId, queryId);
  const deadline = deadlineAt(deadlineAtMs, clock, AbortSignal.any([cancellation.signal, run.handBack]));
  const signal = deadline.within(ATTEMPT_MS);
  let saidAtMs = -Infinity;
  let abortedAtMs = Infinity;
  signal.addEventListener('abort', () => (abortedAtMs = clock.monotonicMs()), { once: true });
  return {
    cancellation: cancellation.signal,
    deadline,
    signal,
    noteProgress: () => {
      saidAtMs = clock.monotonicMs();
    },
    wasWriting: () => abortedAtMs - saidAtMs < WRITING_MS,
    [Symbol.dispose]: () => {
      deadline[Symbol.dispose]();
      cancellation[Symbol.dispose]();
    },
  };
}

/** Runs the handler of a query that has begun. */
async function answer(
  job: QueryJobRun,
  begun: BegunQuery,
  { signal, noteProgress }: RunScope,
  { append, sealer, handler, clock, batchTimer }: RunQueryJobOptions & { readonly batchTimer: BatchTimer },
): Promise<Settlement | Waiting> {
  const { attempt, tenantId, queryId, createdAtMs } = begun.record;
  const events = createQueryEventWriter({ append, sealer, tenantId, queryId, attempt, batchTimer });
  const nowMs = clock.nowMs();
  const run: QueryRun = {
    ...begun,
    attempt,
    mayWait: mayWait(job, begun.timesWaited, nowMs),
    // The clocks of two processes differ by some ms.
    queueWaitMs: Math.max(0, nowMs - createdAtMs),
    signal,
    events,
    noteProgress,
  };
  const settlement = await abandonAfterAbort(handler(run), signal);
  await Promise.race([events.flush(), elapsed(FLUSH_MS)]);
  return settlement;
}

/** The work's own end, or the signal's reason when the work has not ended a moment after the abort. */
async function abandonAfterAbort<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const { promise: abandoned, reject } = Promise.withResolvers<never>();
  let timer: NodeJS.Timeout | undefined;
  const startTimer = (): void => {
    timer = setTimeout(() => reject(toFault(signal.reason)), ABANDON_AFTER_MS);
  };
  if (signal.aborted) startTimer();
  else signal.addEventListener('abort', startTimer, { once: true });
  work.catch(() => undefined); // when abandoned, nobody hears its end
  try {
    return await Promise.race([work, abandoned]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', startTimer);
  }
}

const elapsed = (timeMs: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, timeMs).unref());
