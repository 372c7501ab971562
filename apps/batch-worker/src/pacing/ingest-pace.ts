import { setTimeout } from 'node:timers/promises';
import { type Clock, systemClock } from '@ragfleet/kernel';
import type { Pace } from '@ragfleet/rag-core';

export interface IngestPace extends Pace {
  /** Ends a rest that is under way. Nothing rests from now on. */
  hurry(): void;
}

export interface IngestPaceOptions {
  /** Of the time, while it gives way: above 0 to 1. */
  readonly share: number;
  /** Whether there is somebody to give way to. */
  readonly areAsked: () => Promise<boolean>;
  readonly onRested: (restedMs: number) => void;
  readonly clock?: Clock;
  /** Resolves after the time, or at once when the signal aborts. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** Shorter pieces are worked off together: a rest of less than a question's own time helps nobody. */
const SLICE_MS = 5;
/** However long a piece was: ingestion always goes on. */
const MAX_REST_MS = 5_000;

/**
 * Beside questions ingestion begins one piece of work at a time, and rests before it for so long that it works its share
 * of the time. With a share of 0.1, a piece of 20 ms is followed by 180 ms of rest, less what has passed before the next
 * one is there. Where nobody asks nothing waits.
 */
export function createIngestPace(options: IngestPaceOptions): IngestPace {
  const { share, areAsked, onRested, clock = systemClock, pause = pauseFor } = options;
  const hurrying = new AbortController();
  const restPerWork = (1 - share) / share;
  let isSlow = false;
  let last: Promise<unknown> = Promise.resolve();
  let workedMs = 0;
  let endedAtMs = clock.monotonicMs();

  const look = async (): Promise<boolean> => {
    isSlow = restPerWork > 0 && !hurrying.signal.aborted && (await areAsked());
    return isSlow;
  };
  const rest = async (): Promise<void> => {
    if (workedMs < SLICE_MS) return;
    const startedAtMs = clock.monotonicMs();
    const restMs = Math.min(MAX_REST_MS, workedMs * restPerWork) - (startedAtMs - endedAtMs);
    workedMs = 0;
    if (restMs <= 0) return;
    await pause(restMs, hurrying.signal);
    onRested(clock.monotonicMs() - startedAtMs);
  };
  const counted: Pace['finish'] = async (work) => {
    const startedAtMs = clock.monotonicMs();
    try {
      return await work();
    } finally {
      endedAtMs = clock.monotonicMs();
      workedMs += endedAtMs - startedAtMs;
    }
  };
  const restThen: Pace['begin'] = async (work) => {
    if (await look()) await rest();
    return counted(work);
  };

  return {
    begin: async (work) => {
      if (!(await look())) return work();
      const turn = last.then(() => restThen(work));
      last = turn.catch(() => undefined);
      return turn;
    },
    finish: (work) => {
      if (!isSlow) return work();
      const running = counted(work);
      last = Promise.allSettled([last, running]);
      return running;
    },
    get isSlow() {
      return isSlow;
    },
    hurry: () => {
      isSlow = false;
      hurrying.abort();
    },
  };
}

const pauseFor = (ms: number, signal: AbortSignal): Promise<void> =>
  setTimeout(ms, undefined, { signal }).catch(() => undefined);
