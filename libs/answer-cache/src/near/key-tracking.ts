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
  const listeners: OnChanged[] = [];
  const stopping = new AbortController();
  const hearing: Hearing = { session: null, epoch: 0, provenUntilMs: 0 };
  let running: Promise<void> | null = null;

  const current = (): TrackingSession | null =>
    hearing.session?.lost.aborted === false && nowMs() < hearing.provenUntilMs ? hearing.session : null;
  const onChanged: OnChanged = (keys) => {
    if (keys === 'all') hearing.epoch += 1;
    for (const listener of listeners) listener(keys);
  };
  const keeping: Keeping = {
    hearing,
    nowMs,
    signal: stopping.signal,
    report: createReport(options),
    open: () => openTrackingSession({ ...options, onChanged, signal: stopping.signal }),
  };
  return {
    epoch: () => (current() === null ? 0 : hearing.epoch),
    reader: () => current()?.redis ?? null,
    onChanged: (listener) => void listeners.push(listener),
    settled: async () => {
      if (hearing.session === null) throw new Error('Nothing is heard.');
      await hearing.session.prove();
    },
    start: () => {
      running ??= keepHearing(keeping);
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

interface Hearing {
  session: TrackingSession | null;
  epoch: number;
  provenUntilMs: number;
}

interface Keeping {
  readonly hearing: Hearing;
  readonly open: () => Promise<TrackingSession>;
  readonly report: (state: TrackingState) => void;
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
}

/** Until it is stopped. */
async function keepHearing(keeping: Keeping): Promise<void> {
  let retryMs = FIRST_RETRY_MS;
  while (!keeping.signal.aborted) {
    const hasHeard = await hear(keeping);
    retryMs = hasHeard ? FIRST_RETRY_MS : Math.min(2 * retryMs, MAX_RETRY_MS);
    await pause(retryMs, keeping.signal);
  }
}

/** Until a connection is lost or nothing is heard. True when it has heard at all. */
async function hear(keeping: Keeping): Promise<boolean> {
  const { hearing, open, report, signal } = keeping;
  let opened: TrackingSession | null = null;
  try {
    opened = await open();
    hearing.provenUntilMs = 0;
    await prove(keeping, opened);
    hearing.epoch += 1;
    hearing.session = opened;
    report({ isHearing: true });
    for (;;) {
      await pause(PROVE_EACH_MS, opened.lost);
      await prove(keeping, opened);
    }
  } catch (error) {
    if (!signal.aborted) report({ isHearing: false, reason: reasonOf(error) });
    return hearing.session !== null;
  } finally {
    hearing.session = null;
    opened?.close();
  }
}

async function prove({ hearing, nowMs }: Keeping, opened: TrackingSession): Promise<void> {
  const sinceMs = nowMs();
  try {
    await opened.prove();
    hearing.provenUntilMs = sinceMs + PROOF_LASTS_MS;
  } catch (error) {
    // A busy moment: the proof before it holds, and there is time for another.
    if (opened.lost.aborted || nowMs() >= hearing.provenUntilMs) throw error;
  }
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
