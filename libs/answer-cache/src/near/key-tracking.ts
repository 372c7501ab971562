import type { Redis } from '@ragfleet/redis-connection';
import { setTimeout as delay } from 'node:timers/promises';
import { openTrackingSession, type TrackingSession } from './tracking-session.ts';

type OnChanged = (keys: readonly string[] | 'all') => void;

/** What the server has to say about keys that this process has read. */
export interface KeyTracking {
  /**
   * Another number after anything may have changed unheard: a connection was lost, the server was emptied. 0 while
   * nothing would be heard.
   */
  epoch(): number;
  /** The connection whose reads are tracked; null while nothing would be heard. */
  reader(): Redis | null;
  /** Hears of keys in the order in which they changed; `all` when the server was emptied. */
  onChanged(listener: OnChanged): void;
}

export interface RunningKeyTracking extends KeyTracking {
  /** Resolves when all that changed before the call was heard. Rejects while nothing is. */
  settled(): Promise<void>;
  /** Begins to try. A server that is away or tracks nothing is no reason to wait: its keys are read. */
  start(): void;
  stop(): Promise<void>;
}

export interface KeyTrackingOptions {
  /** Of the cache Redis. */
  readonly url: string;
  /** Of the process, in `CLIENT LIST`. */
  readonly name: string;
  /** Told when it begins to hear, and when it does not and why; once for each change. */
  readonly onState?: (state: TrackingState) => void;
  /** Milliseconds that never go back. */
  readonly nowMs?: () => number;
}

export type TrackingState =
  | { readonly isHearing: true }
  | { readonly isHearing: false; readonly reason: string };

const PROVE_EACH_MS = 1_000;
/** How long a proof lasts. What a half-open connection, or a process that stood still, did not hear is trusted no longer. */
const PROOF_LASTS_MS = 3_000;
const FIRST_RETRY_MS = 250;
/** A server that tracks nothing is asked again so often: somebody may allow it yet. */
const MAX_RETRY_MS = 30_000;

/**
 * Keeps two connections to the cache Redis on which it tells what has changed (`CLIENT TRACKING`), and proves every
 * second that it does. Neither a server that cannot do it nor one that is away is an error to anybody.
 */
export function createKeyTracking(options: KeyTrackingOptions): RunningKeyTracking {
  const { nowMs = () => performance.now() } = options;
  const report = createReport(options);
  const listeners: OnChanged[] = [];
  const stopping = new AbortController();
  let session: TrackingSession | null = null;
  let epoch = 0;
  let provenUntilMs = 0;
  let running: Promise<void> | null = null;

  const hearing = (): TrackingSession | null =>
    session !== null && !session.lost.aborted && nowMs() < provenUntilMs ? session : null;
  const onChanged: OnChanged = (keys) => {
    if (keys === 'all') epoch += 1;
    for (const listener of listeners) listener(keys);
  };
  const prove = async (opened: TrackingSession): Promise<void> => {
    const sinceMs = nowMs();
    try {
      await opened.prove();
      provenUntilMs = sinceMs + PROOF_LASTS_MS;
    } catch (error) {
      // A busy moment: the proof before it holds, and there is time for another.
      if (opened.lost.aborted || nowMs() >= provenUntilMs) throw error;
    }
  };
  /** Until it hears no more. True when it has heard at all. */
  const hear = async (): Promise<boolean> => {
    let opened: TrackingSession | null = null;
    try {
      opened = await openTrackingSession({ ...options, onChanged, signal: stopping.signal });
      provenUntilMs = 0;
      await prove(opened);
      epoch += 1;
      session = opened;
      report({ isHearing: true });
      for (;;) {
        await pause(PROVE_EACH_MS, opened.lost);
        await prove(opened);
      }
    } catch (error) {
      if (!stopping.signal.aborted) report({ isHearing: false, reason: reasonOf(error) });
      return session !== null;
    } finally {
      session = null;
      opened?.close();
    }
  };
  const keepHearing = async (): Promise<void> => {
    let retryMs = FIRST_RETRY_MS;
    while (!stopping.signal.aborted) {
      const hasHeard = await hear();
      retryMs = hasHeard ? FIRST_RETRY_MS : Math.min(2 * retryMs, MAX_RETRY_MS);
      await pause(retryMs, stopping.signal);
    }
  };

  return {
    epoch: () => (hearing() === null ? 0 : epoch),
    reader: () => hearing()?.redis ?? null,
    onChanged: (listener) => void listeners.push(listener),
    settled: async () => {
      if (session === null) throw new Error('Nothing is heard.');
      await session.prove();
    },
    start: () => {
      running ??= keepHearing();
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

function createReport({ onState }: KeyTrackingOptions): (state: TrackingState) => void {
  let wasHearing: boolean | null = null;
  return (state) => {
    if (state.isHearing !== wasHearing) onState?.(state);
    wasHearing = state.isHearing;
  };
}

/** Redis's own words where it has refused something. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}

/** Waits, or shorter when the signal aborts. */
const pause = (timeMs: number, signal: AbortSignal): Promise<void> =>
  delay(timeMs, undefined, { signal }).catch(() => undefined);
