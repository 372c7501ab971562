import { collectGarbage } from './collect-garbage.ts';
import { median, quantile } from './quartiles.ts';

/** One call; it says when the first of its reply was there. */
export type TimedCall = (onFirst: () => void) => Promise<unknown>;

/** Milliseconds of one call, from its beginning. */
export interface CallTimes {
  readonly firstMs: number;
  readonly totalMs: number;
}

/** One side, round by round, in milliseconds: medians, the mean, which the few slow ones move, and the slowest hundredth. */
export interface SideLatencies {
  readonly firstMs: readonly number[];
  readonly totalMs: readonly number[];
  readonly meanMs: readonly number[];
  readonly p99Ms: readonly number[];
}

export interface LatencyOptions {
  readonly rounds: number;
  /** Of one side in one round. */
  readonly calls: number;
  /** Under way at the same time. */
  readonly callers: number;
  /** Of each side before the first round, until its code is compiled; as many as `calls` when left out. */
  readonly warmUpCalls?: number;
}

/**
 * Runs the sides one after the other in every round, the order rotated, after calls that count for nothing. The garbage
 * of one side is collected before the next one begins.
 */
export async function compareLatencies(
  sides: ReadonlyMap<string, TimedCall>,
  { rounds, warmUpCalls, ...options }: LatencyOptions,
): Promise<ReadonlyMap<string, SideLatencies>> {
  const warmUp = { ...options, calls: warmUpCalls ?? options.calls };
  for (const call of sides.values()) await timesOf(call, warmUp);
  const latencies = new Map([...sides.keys()].map((name) => [name, emptyLatencies()]));
  const order = [...sides];
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, call] of order) {
      collectGarbage();
      const times = await timesOf(call, options);
      const totals = times.map(({ totalMs }) => totalMs);
      const side = latencies.get(name);
      side?.firstMs.push(median(times.map(({ firstMs }) => firstMs)));
      side?.totalMs.push(median(totals));
      side?.meanMs.push(totals.reduce((sum, ms) => sum + ms, 0) / totals.length);
      side?.p99Ms.push(quantile(totals, 0.99));
    }
    order.push(...order.splice(0, 1));
  }
  return latencies;
}

const emptyLatencies = (): Record<keyof SideLatencies, number[]> => ({
  firstMs: [],
  totalMs: [],
  meanMs: [],
  p99Ms: [],
});

/** So many callers, each with one call after the other. */
async function timesOf(
  call: TimedCall,
  { calls, callers }: Pick<LatencyOptions, 'calls' | 'callers'>,
): Promise<readonly CallTimes[]> {
  const times: CallTimes[] = [];
  let begun = 0;
  const caller = async (): Promise<void> => {
    while (begun < calls) {
      begun += 1;
      times.push(await timesOfOne(call));
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return times;
}

async function timesOfOne(call: TimedCall): Promise<CallTimes> {
  const startedMs = performance.now();
  let firstMs = Number.NaN;
  await call(() => {
    firstMs = performance.now() - startedMs;
  });
  return { firstMs, totalMs: performance.now() - startedMs };
}
