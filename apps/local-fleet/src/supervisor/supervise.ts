import { setTimeout as delay } from 'node:timers/promises';
import type {
  ExitCode,
  ProcessSpec,
  RunningProcess,
  SupervisedProcess,
  SupervisorEvents,
} from './contract.ts';

export interface Backoff {
  readonly firstMs: number;
  readonly longestMs: number;
  /** A process that ran this long has earned a quick restart again. */
  readonly healthyAfterMs: number;
}

const BACKOFF: Backoff = { firstMs: 250, longestMs: 10_000, healthyAfterMs: 30_000 };

/** Starts the process again whenever it ends by itself, later and later while it keeps failing. */
export function supervise(
  spec: ProcessSpec,
  events: SupervisorEvents,
  backoff: Backoff = BACKOFF,
): SupervisedProcess {
  const stopping = new AbortController();
  const { signal } = stopping;
  const pauses = createPauses(backoff);
  let running: RunningProcess | null = null;
  let watch: Promise<void> = Promise.resolve();
  let firstStart: Promise<void> = Promise.resolve();

  const start = async (): Promise<void> => {
    const startedAt = performance.now();
    const started = await spec.start(signal);
    running = started;
    events.onUp(spec.name, started.pid);
    watch = started.exited.then((exitCode) => {
      running = null;
      pauses.ranFor(performance.now() - startedAt);
      return restart(exitCode);
    });
  };

  const restart = async (exitCode: ExitCode): Promise<void> => {
    while (!signal.aborted) {
      const pauseMs = pauses.nextMs();
      events.onCrash(spec.name, exitCode, pauseMs);
      // A start that fails is one more crash, until the fleet stops.
      if (await succeeds(delay(pauseMs, undefined, { signal }).then(start))) return;
    }
  };

  return {
    name: spec.name,
    pid: () => running?.pid ?? null,
    start() {
      firstStart = start();
      return firstStart;
    },
    keepStarting() {
      firstStart = start().catch(() => restart(null));
      return firstStart;
    },
    async stop(graceMs) {
      stopping.abort();
      // Whoever started it hears of its failure.
      await firstStart.catch(() => undefined);
      // A restart may have been on its way while the process was being stopped.
      for (let before: Promise<void> | null = null; before !== watch; ) {
        before = watch;
        await running?.stop(graceMs);
        await before;
      }
    },
  };
}

/** How long to wait before each restart: twice as long each time, until one has run well. */
function createPauses({ firstMs, longestMs, healthyAfterMs }: Backoff) {
  let failures = 0;
  return {
    nextMs: (): number => {
      const pauseMs = Math.min(longestMs, firstMs * 2 ** failures);
      failures += 1;
      return pauseMs;
    },
    ranFor: (ms: number): void => {
      if (ms > healthyAfterMs) failures = 0;
    },
  };
}

const succeeds = (work: Promise<void>): Promise<boolean> =>
  work.then(
    () => true,
    () => false,
  );
