import { createHistogram } from 'node:perf_hooks';
import type { Metrics } from '../metrics/create-metrics.ts';
import type { Service } from './services.ts';

/** How late the process comes to what it has to do. A loop that is blocked renews no lock and answers no probe. */
export interface EventLoopMonitor extends Service {
  /** False when the loop has been blocked for most of the time, over half a minute: a restart is all that helps. */
  isLive(): boolean;
}

interface DelayHistogram {
  readonly max: number;
  percentile(percentile: number): number;
  record(nanoseconds: number): void;
  reset(): void;
}

export interface EventLoopMonitorOptions {
  readonly logger: { warn(fields: object, message: string): void };
  /** Left out where a process tells of no metrics. */
  readonly metrics?: Pick<Metrics<'eventLoopDelaySeconds'>, 'set'>;
  readonly windowMs?: number;
  /** Of the times between two ticks, in nanoseconds. */
  readonly histogram?: DelayHistogram;
}

const RESOLUTION_MS = 20;
const WINDOW_MS = 5_000;
const WARN_MS = 1_000;
/** Windows in a row in which the loop was mostly late by more than that. */
const STUCK_WINDOWS = 6;
const NANOSECONDS = 1_000_000;

/**
 * Measures every 20 ms, tells of it every 5 s, and warns of a delay above 1 s.
 *
 * The ticks are its own: `monitorEventLoopDelay` forgets its last one with `reset()`, and does not see a delay that
 * begins before the next.
 */
export function createEventLoopMonitor({
  logger,
  metrics,
  windowMs = WINDOW_MS,
  histogram = createHistogram(),
}: EventLoopMonitorOptions): EventLoopMonitor {
  let ticking: NodeJS.Timeout | undefined;
  let telling: NodeJS.Timeout | undefined;
  let tickedAtMs = 0;
  let stuckWindows = 0;
  const tick = (): void => {
    const now = performance.now();
    histogram.record(Math.max(1, Math.round((now - tickedAtMs) * NANOSECONDS)));
    tickedAtMs = now;
  };
  // The histogram holds the whole time between two ticks.
  const delayMs = (nanoseconds: number): number => Math.max(0, nanoseconds / NANOSECONDS - RESOLUTION_MS);
  const tell = (): void => {
    // A delay that has held up this timer may have held up the next tick too.
    if (performance.now() - tickedAtMs > RESOLUTION_MS) tick();
    const [p50Ms, p99Ms] = [delayMs(histogram.percentile(50)), delayMs(histogram.percentile(99))];
    const maxMs = delayMs(histogram.max);
    histogram.reset();
    stuckWindows = p50Ms > WARN_MS ? stuckWindows + 1 : 0;
    metrics?.set('eventLoopDelaySeconds', { quantile: 'p99' }, p99Ms / 1_000);
    metrics?.set('eventLoopDelaySeconds', { quantile: 'max' }, maxMs / 1_000);
    if (maxMs > WARN_MS) logger.warn({ maxMs, p99Ms }, 'the event loop was blocked');
  };
  return {
    name: 'event-loop-monitor',
    start: () => {
      tickedAtMs = performance.now();
      ticking = setInterval(tick, RESOLUTION_MS).unref();
      telling = setInterval(tell, windowMs).unref();
      return Promise.resolve();
    },
    stop: () => {
      clearInterval(ticking);
      clearInterval(telling);
      return Promise.resolve();
    },
    isLive: () => stuckWindows < STUCK_WINDOWS,
  };
}
