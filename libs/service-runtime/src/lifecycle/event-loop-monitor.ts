import { monitorEventLoopDelay } from 'node:perf_hooks';
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
  enable(): boolean;
  disable(): boolean;
  reset(): void;
}

export interface EventLoopMonitorOptions {
  readonly logger: { warn(fields: object, message: string): void };
  /** Left out where a process tells of no metrics. */
  readonly metrics?: Pick<Metrics<'eventLoopDelaySeconds'>, 'set'>;
  readonly windowMs?: number;
  /** In nanoseconds, as `monitorEventLoopDelay` gives it. */
  readonly histogram?: DelayHistogram;
}

const RESOLUTION_MS = 20;
const WINDOW_MS = 5_000;
const WARN_MS = 1_000;
/** Windows in a row in which the loop was mostly late by more than that. */
const STUCK_WINDOWS = 6;
const NANOSECONDS = 1_000_000;

/** Measures every 20 ms, tells of it every 5 s, and warns of a delay above 1 s. */
export function createEventLoopMonitor({
  logger,
  metrics,
  windowMs = WINDOW_MS,
  histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS }),
}: EventLoopMonitorOptions): EventLoopMonitor {
  let timer: NodeJS.Timeout | undefined;
  let dueAtMs = 0;
  let stuckWindows = 0;
  // The histogram holds the whole time between two of its ticks.
  const delayMs = (nanoseconds: number): number => Math.max(0, nanoseconds / NANOSECONDS - RESOLUTION_MS);
  const look = (): void => {
    const now = performance.now();
    // It begins anew after each window, and does not see a delay that lasts into the next one; this timer does.
    const maxMs = Math.max(delayMs(histogram.max), now - dueAtMs);
    const [p50Ms, p99Ms] = [delayMs(histogram.percentile(50)), delayMs(histogram.percentile(99))];
    dueAtMs = now + windowMs;
    histogram.reset();
    stuckWindows = p50Ms > WARN_MS ? stuckWindows + 1 : 0;
    metrics?.set('eventLoopDelaySeconds', { quantile: 'p99' }, p99Ms / 1_000);
    metrics?.set('eventLoopDelaySeconds', { quantile: 'max' }, maxMs / 1_000);
    if (maxMs > WARN_MS) logger.warn({ maxMs, p99Ms }, 'the event loop was blocked');
  };
  return {
    name: 'event-loop-monitor',
    start: () => {
      histogram.enable();
      dueAtMs = performance.now() + windowMs;
      timer = setInterval(look, windowMs).unref();
      return Promise.resolve();
    },
    stop: () => {
      clearInterval(timer);
      histogram.disable();
      return Promise.resolve();
    },
    isLive: () => stuckWindows < STUCK_WINDOWS,
  };
}
