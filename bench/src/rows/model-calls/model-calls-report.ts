import type { Figure, RowReport, SideCosts } from '../../contract.ts';
import type { SideLatencies } from '../../measure/compare-latencies.ts';
import { areMet, atMost, stated } from '../../measure/figures.ts';
import { median } from '../../measure/quartiles.ts';
import { reportAdded } from '../../measure/report-added.ts';
import { DIRECT, OURS, OURS_WHOLE, PORTKEY } from './call-sides.ts';

export const MODEL_CALLS_NAME = 'latency added by routing, breaker and fallback';
/** Callers at the same time. */
export const MANY = 16;
const MAX_ADDED_MS = 0.15;
const MAX_FIRST_MS = 0.2;
const MAX_TRIPS = 1;

type Costs = ReadonlyMap<string, SideCosts>;
type Latencies = ReadonlyMap<string, SideLatencies>;

/** Of a service that always answers and of one that refuses a call in five: one caller, and many at a time. */
export interface ModelCallFindings {
  readonly steady: { readonly one: Latencies; readonly many: Latencies };
  readonly flaky: { readonly one: Latencies; readonly many: Latencies };
  /** Without streams, one caller. */
  readonly whole: Latencies;
  readonly trips: number;
  /** Of the caller's process, one call after the other. */
  readonly cpu: Costs;
}

const NOTHING: SideLatencies = { firstMs: [], totalMs: [], meanMs: [], p99Ms: [] };
const of = (latencies: Latencies, side: string): SideLatencies => latencies.get(side) ?? NOTHING;

/** The row's own numbers are those of one caller at a service that always answers. */
export function reportModelCalls(findings: ModelCallFindings): RowReport {
  const { steady, flaky, whole, cpu } = findings;
  const { addedMs, spread } = added(steady.one, 'totalMs');
  const figures = figuresOf(findings);
  return {
    row: 9,
    name: MODEL_CALLS_NAME,
    ours: median(of(steady.one, OURS).totalMs),
    floor: median(of(steady.one, DIRECT).totalMs),
    peers: { [PORTKEY]: median(of(steady.one, PORTKEY).totalMs) },
    unit: 'milliseconds a call, one after the other',
    ratio: addedMs,
    target: `<= +${MAX_ADDED_MS} ms on ${DIRECT}`,
    met: addedMs !== null && addedMs <= MAX_ADDED_MS && areMet(figures),
    spread,
    figures,
    rounds: Object.fromEntries(cpu),
    details: { steady: plain(steady), flaky: plain(flaky), whole: Object.fromEntries(whole) },
  };
}

function figuresOf({ steady, flaky, whole, trips, cpu }: ModelCallFindings): Record<string, Figure> {
  return {
    first_byte_added_ms: figure(steady.one, 'firstMs', MAX_FIRST_MS),
    [`with_${MANY}_callers_added_ms`]: figure(steady.many, 'totalMs', MAX_ADDED_MS),
    [`with_${MANY}_callers_first_byte_added_ms`]: figure(steady.many, 'firstMs', null),
    refusing_one_in_five_mean_added_ms: figure(flaky.one, 'meanMs', MAX_ADDED_MS),
    [`refusing_one_in_five_with_${MANY}_callers_mean_added_ms`]: figure(flaky.many, 'meanMs', null),
    failover_round_trips: atMost(trips, MAX_TRIPS, { note: 'counted at the service, without retries' }),
    cpu_added_us: cpuFigure(cpu, OURS),
    with_prompt_and_filter_cpu_added_us: cpuFigure(cpu, OURS_WHOLE),
    with_prompt_and_filter_added_ms: totalFigure(steady.one, OURS_WHOLE),
    [`with_prompt_and_filter_and_${MANY}_callers_added_ms`]: totalFigure(steady.many, OURS_WHOLE),
    portkey_added_ms: stated(
      added(steady.one, 'totalMs', PORTKEY).addedMs,
      'a hop to another process, and 25 ms that its own code waits before a stream; ours is in the caller’s process',
    ),
    portkey_without_a_stream_added_ms: stated(added(whole, 'totalMs', PORTKEY).addedMs),
  };
}

const plain = ({ one, many }: ModelCallFindings['steady']): object => ({
  one: Object.fromEntries(one),
  many: Object.fromEntries(many),
});

type Kind = keyof SideLatencies;

const added = (latencies: Latencies, kind: Kind, side: string = OURS): ReturnType<typeof reportAdded> =>
  reportAdded(of(latencies, side)[kind], of(latencies, DIRECT)[kind]);

/** Of everything beside the call that reads texts as well. */
function totalFigure(latencies: Latencies, side: string): Figure {
  const { addedMs, spread } = added(latencies, 'totalMs', side);
  const [low, high] = spread.map((one) => one.toFixed(3));
  return stated(addedMs, `quartiles ${low} to ${high}`);
}

function cpuFigure(cpu: Costs, side: string): Figure {
  const [ours = [], direct = []] = [side, DIRECT].map((name) => cpu.get(name)?.cpuUs);
  const { addedMs: addedUs, spread } = reportAdded(ours, direct);
  const [low, high] = spread.map((one) => one.toFixed(0));
  const note = `quartiles ${low} to ${high}; ours ${median(ours).toFixed(0)}, direct ${median(direct).toFixed(0)} us a call`;
  return stated(addedUs, note);
}

/** Stated alone when there is no target. */
function figure(latencies: Latencies, kind: Kind, maxMs: number | null): Figure {
  const { addedMs, spread } = added(latencies, kind);
  const ms = (side: string): string => median(of(latencies, side)[kind]).toFixed(3);
  const [low, high] = spread.map((one) => one.toFixed(3));
  const note = `quartiles ${low} to ${high}; ours ${ms(OURS)}, direct ${ms(DIRECT)}, Portkey ${ms(PORTKEY)} ms`;
  return maxMs === null
    ? stated(addedMs, note)
    : { ratio: addedMs, target: `<= +${maxMs} ms`, met: addedMs !== null && addedMs <= maxMs, note };
}
