import type { BenchRow, Figure, RowReport, SideCosts, Slice } from '../../contract.ts';
import { compareLatencies, type SideLatencies, type TimedCall } from '../../measure/compare-latencies.ts';
import { compareSides } from '../../measure/compare-sides.ts';
import { median } from '../../measure/quartiles.ts';
import { reportAdded } from '../../measure/report-added.ts';
import { peerVersion } from '../../peers.ts';
import { type CallSides, createCallSides, DIRECT, OURS, OURS_WHOLE, PORTKEY } from './call-sides.ts';
import { failoverTrips } from './failover-trips.ts';
import { startRemoteDouble } from './model-double.ts';
import { startPortkeyGateway } from './portkey-gateway.ts';

const ROW = 9;
const NAME = 'latency added by routing, breaker and fallback';
const MAX_ADDED_MS = 0.15;
const MAX_FIRST_MS = 0.2;
const MAX_TRIPS = 1;
const MANY = 16;
const FULL = { rounds: 9, calls: 120, sliceMs: 700 };
const QUICK = { rounds: 5, calls: 60, sliceMs: 300 };

type Costs = ReadonlyMap<string, SideCosts>;
type Latencies = ReadonlyMap<string, SideLatencies>;

/** Whether refusals are in it, and how many callers there are. */
interface Measured {
  readonly steady: { readonly one: Latencies; readonly many: Latencies };
  readonly flaky: { readonly one: Latencies; readonly many: Latencies };
  /** Without streams, one caller. */
  readonly whole: Latencies;
  readonly trips: number;
  /** Of the caller's process, one call after the other. */
  readonly cpu: Costs;
}

/** Benchmark row 9: what a call of a model takes longer by our way than by the vendor's SDK alone. */
export const modelCallsRow: BenchRow = {
  row: ROW,
  name: NAME,
  versions: () => ({
    openai: peerVersion('openai'),
    '@portkey-ai/gateway': peerVersion('@portkey-ai/gateway'),
  }),
  run: async ({ isQuick, say }) => {
    const double = await startRemoteDouble();
    const gateway = await startPortkeyGateway();
    try {
      const size = isQuick ? QUICK : FULL;
      const sides = await createCallSides({ doubleUrl: double.url, gatewayUrl: gateway.url });
      const measure = async (calls: CallSides): Promise<Measured['steady']> => ({
        one: await compareLatencies(calls, { ...size, callers: 1 }),
        many: await compareLatencies(calls, { ...size, callers: MANY }),
      });
      say('  a service that always answers …');
      const steady = await measure(sides.steady);
      say('  a service that refuses a call in five …');
      const flaky = await measure(sides.flaky);
      const trips = await failoverTrips(double, sides.freshFlaky);
      const whole = await compareLatencies(sides.whole, { ...size, callers: 1 });
      say('  its CPU …');
      const cpu = await compareSides(slicesOf(sides.steady), size);
      return reportOf({ steady, flaky, whole, trips, cpu });
    } finally {
      await gateway.stop();
      await double.stop();
    }
  },
};

/** Without Portkey: what its gateway spends, another process spends. */
const slicesOf = (calls: CallSides): ReadonlyMap<string, Slice> =>
  new Map([...calls].filter(([side]) => side !== PORTKEY).map(([side, call]) => [side, sliceOf(call)]));

const sliceOf =
  (call: TimedCall): Slice =>
  async (untilMs) => {
    let count = 0;
    for (; performance.now() < untilMs; count += 1) await call(() => undefined);
    return count;
  };

const NOTHING: SideLatencies = { firstMs: [], totalMs: [], meanMs: [], p99Ms: [] };
const of = (latencies: Latencies, side: string): SideLatencies => latencies.get(side) ?? NOTHING;

function reportOf(measured: Measured): RowReport {
  const { steady, flaky, whole, trips, cpu } = measured;
  const { addedMs, spread } = added(steady.one, 'totalMs');
  const figures: Readonly<Record<string, Figure>> = {
    first_byte_added_ms: figure(steady.one, 'firstMs', MAX_FIRST_MS),
    [`with_${MANY}_callers_added_ms`]: figure(steady.many, 'totalMs', MAX_ADDED_MS),
    [`with_${MANY}_callers_first_byte_added_ms`]: figure(steady.many, 'firstMs', null),
    refusing_one_in_five_mean_added_ms: figure(flaky.one, 'meanMs', MAX_ADDED_MS),
    [`refusing_one_in_five_with_${MANY}_callers_mean_added_ms`]: figure(flaky.many, 'meanMs', null),
    failover_round_trips: {
      ratio: trips,
      target: `<= ${MAX_TRIPS}`,
      met: trips <= MAX_TRIPS,
      note: 'counted at the service, without retries',
    },
    cpu_added_us: cpuFigure(cpu, OURS),
    with_prompt_and_filter_cpu_added_us: cpuFigure(cpu, OURS_WHOLE),
    with_prompt_and_filter_added_ms: stated(steady.one, OURS_WHOLE),
    [`with_prompt_and_filter_and_${MANY}_callers_added_ms`]: stated(steady.many, OURS_WHOLE),
    portkey_added_ms: {
      ratio: added(steady.one, 'totalMs', PORTKEY).addedMs,
      target: 'stated',
      met: true,
      note: 'a hop to another process, and 25 ms that its own code waits before a stream; ours is in the caller’s process',
    },
    portkey_without_a_stream_added_ms: {
      ratio: added(whole, 'totalMs', PORTKEY).addedMs,
      target: 'stated',
      met: true,
    },
  };
  const isMet = addedMs !== null && addedMs <= MAX_ADDED_MS;
  return {
    row: ROW,
    name: NAME,
    ours: median(of(steady.one, OURS).totalMs),
    floor: median(of(steady.one, DIRECT).totalMs),
    peers: { [PORTKEY]: median(of(steady.one, PORTKEY).totalMs) },
    unit: 'milliseconds a call, one after the other',
    ratio: addedMs,
    target: `<= +${MAX_ADDED_MS} ms on ${DIRECT}`,
    met: isMet && Object.values(figures).every(({ met }) => met),
    spread,
    figures,
    rounds: Object.fromEntries(cpu),
    details: {
      steady: plain(steady),
      flaky: plain(flaky),
      whole: Object.fromEntries(whole),
    },
  };
}

const plain = ({ one, many }: Measured['steady']): object => ({
  one: Object.fromEntries(one),
  many: Object.fromEntries(many),
});

type Kind = keyof SideLatencies;

const added = (latencies: Latencies, kind: Kind, side: string = OURS): ReturnType<typeof reportAdded> =>
  reportAdded(of(latencies, side)[kind], of(latencies, DIRECT)[kind]);

/** Of everything beside the call that reads texts as well. */
function stated(latencies: Latencies, side: string): Figure {
  const { addedMs, spread } = added(latencies, 'totalMs', side);
  const [low, high] = spread.map((one) => one.toFixed(3));
  return { ratio: addedMs, target: 'stated', met: true, note: `quartiles ${low} to ${high}` };
}

function cpuFigure(cpu: Costs, side: string): Figure {
  const [ours = [], direct = []] = [side, DIRECT].map((name) => cpu.get(name)?.cpuUs);
  const { addedMs: addedUs, spread } = reportAdded(ours, direct);
  const [low, high] = spread.map((one) => one.toFixed(0));
  const note = `quartiles ${low} to ${high}; ours ${median(ours).toFixed(0)}, direct ${median(direct).toFixed(0)} us a call`;
  return { ratio: addedUs, target: 'stated', met: true, note };
}

/** Stated alone when there is no target. */
function figure(latencies: Latencies, kind: Kind, maxMs: number | null): Figure {
  const { addedMs, spread } = added(latencies, kind);
  const ms = (side: string): string => median(of(latencies, side)[kind]).toFixed(3);
  const [low, high] = spread.map((one) => one.toFixed(3));
  const note = `quartiles ${low} to ${high}; ours ${ms(OURS)}, direct ${ms(DIRECT)}, Portkey ${ms(PORTKEY)} ms`;
  return maxMs === null
    ? { ratio: addedMs, target: 'stated', met: true, note }
    : { ratio: addedMs, target: `<= +${maxMs} ms`, met: addedMs !== null && addedMs <= maxMs, note };
}
