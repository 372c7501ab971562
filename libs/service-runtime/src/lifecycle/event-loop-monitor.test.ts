import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEventLoopMonitor, type EventLoopMonitor } from './event-loop-monitor.ts';

const gauges = new Map<string, number>();
const warnings: object[] = [];
const heard = {
  logger: { warn: (fields: object) => void warnings.push(fields) },
  metrics: {
    set: (
      _key: 'eventLoopDelaySeconds',
      { quantile = '' }: Readonly<Record<string, string>>,
      value: number,
    ) => void gauges.set(quantile, value),
  },
};
let monitor: EventLoopMonitor;

beforeEach(() => {
  gauges.clear();
  warnings.length = 0;
});
afterEach(async () => {
  await monitor.stop(100);
  vi.useRealTimers();
});

function blockFor(timeMs: number): void {
  const endsAtMs = performance.now() + timeMs;
  while (performance.now() < endsAtMs) Math.sqrt(endsAtMs);
}
const ticks = (count: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, count * 20));

describe('createEventLoopMonitor', () => {
  it('tells how long the loop was blocked, and warns above a second', async () => {
    monitor = createEventLoopMonitor({ ...heard, windowMs: 200 });
    await monitor.start();
    await ticks(3);
    blockFor(1_100);
    await vi.waitUntil(() => warnings.length > 0);
    expect(warnings[0]).toMatchObject({ maxMs: expect.any(Number) as number });
    expect(Math.max(...warnings.map((fields) => (fields as { maxMs: number }).maxMs))).toBeGreaterThan(900);
  });

  it('sees a delay that begins as a window does', async () => {
    monitor = createEventLoopMonitor({ ...heard, windowMs: 200 });
    await monitor.start();
    // In the same turn of the loop as the end of the first window: nothing has ticked in the second.
    setTimeout(() => blockFor(1_100), 200);
    await vi.waitUntil(() => warnings.length > 0);
    expect((warnings[0] as { maxMs: number }).maxMs).toBeGreaterThan(1_000);
  });

  it('does not warn of a loop that is free, and is live', async () => {
    monitor = createEventLoopMonitor({ ...heard, windowMs: 50 });
    await monitor.start();
    await vi.waitUntil(() => gauges.has('p99') && gauges.has('max'));
    expect(monitor.isLive()).toBe(true);
  });

  it('is not live when the loop was blocked for most of half a minute, and is again afterwards', async () => {
    vi.useFakeTimers();
    let medianMs = 1_100;
    const nanoseconds = (): number => medianMs * 1_000_000;
    const histogram = {
      record: () => undefined,
      reset: () => undefined,
      percentile: nanoseconds,
      get max() {
        return nanoseconds();
      },
    };
    monitor = createEventLoopMonitor({ ...heard, histogram });
    await monitor.start();
    await vi.advanceTimersByTimeAsync(25_000);
    expect(monitor.isLive()).toBe(true);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(monitor.isLive()).toBe(false);
    expect(gauges.get('p99')).toBeCloseTo(1.08);
    medianMs = 20;
    await vi.advanceTimersByTimeAsync(5_000);
    expect(monitor.isLive()).toBe(true);
    expect(gauges.get('max')).toBe(0);
  });
});
