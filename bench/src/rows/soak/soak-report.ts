import type { Figure, RowReport } from '../../contract.ts';
import type { QueryOutcome } from '../../load/read-outcomes.ts';
import { describeMachine } from '../../machine.ts';
import { areMet, atMost, stated } from '../../measure/figures.ts';
import { quantile, quartiles } from '../../measure/quartiles.ts';
import { type SoakQuery, UNANSWERED } from './soak-queries.ts';
import { laterHalfOf, type MemorySample } from './watch-memory.ts';

export const SOAK_NAME = 'soak: the whole fleet under a steady load, answers of one to three seconds';

const MAX_OWN_P50_MS = 15;
const MAX_OWN_P95_MS = 60;
/** Per minute, of what the processes hold: what a collector leaves lying is not growth. */
const MAX_GROWTH_SHARE = 0.02;

export interface SoakFindings {
  readonly queries: readonly SoakQuery[];
  readonly accepted: readonly SoakQuery[];
  /** Of the accepted ones, in their order. */
  readonly outcomes: readonly QueryOutcome[];
  /** From the first query to the end of the last, by process. */
  readonly cpuUs: ReadonlyMap<string, number>;
  /** By the number of a question. */
  readonly providerMs: ReadonlyMap<number, number>;
  readonly delivered: number;
  readonly undelivered: number;
  /** Before the load. */
  readonly idle: MemorySample;
  readonly memory: readonly MemorySample[];
  /** Places of the query workers among the processes of a sample. */
  readonly workers: readonly number[];
  readonly perSecond: number;
  readonly seconds: number;
  readonly fleet: string;
}

export function reportSoak(findings: SoakFindings): RowReport {
  const times = ownTimesOf(findings);
  const own = times.map(({ ownMs }) => ownMs);
  const [p50, p95] = [quantile(own, 0.5), quantile(own, 0.95)];
  const figures = {
    ...lossFigures(findings),
    p50_without_the_model_ms: atMost(p50, MAX_OWN_P50_MS, { unit: 'ms' }),
    p95_without_the_model_ms: atMost(p95, MAX_OWN_P95_MS, { unit: 'ms' }),
    p99_without_the_model_ms: stated(quantile(own, 0.99)),
    p50_from_due_without_the_model_ms: stated(
      quantile(
        times.map(({ fromDueMs }) => fromDueMs),
        0.5,
      ),
    ),
    p95_from_due_without_the_model_ms: stated(
      quantile(
        times.map(({ fromDueMs }) => fromDueMs),
        0.95,
      ),
    ),
    p50_of_a_submission_ms: stated(
      quantile(
        findings.queries.map(({ postMs }) => postMs),
        0.5,
      ),
    ),
    p95_of_a_submission_ms: stated(
      quantile(
        findings.queries.map(({ postMs }) => postMs),
        0.95,
      ),
    ),
    ...memoryFigures(findings, times),
    cpu_ms_per_query: cpuFigure(findings),
    p95_of_a_wait_for_a_slot_ms: {
      ...stated(quantile(partOf(findings, 'queue_wait'), 0.95)),
      note: partsOf(findings),
    },
  };
  const { load_average: load, cores } = describeMachine();
  return {
    row: 14,
    name: SOAK_NAME,
    ours: p50,
    floor: null,
    peers: {},
    unit: `milliseconds from accept to the end, without the model, at ${findings.perSecond} a second (${findings.fleet}; ${cores} cores under a load of ${load})`,
    ratio: p95,
    target: `P95 <= ${MAX_OWN_P95_MS} ms`,
    met: areMet(figures),
    spread: quartiles(own),
    figures,
    rounds: {},
    details: { ownMs: own, memory: findings.memory },
  };
}

interface OwnTime {
  /** From when a worker took it up. */
  readonly runningMs: number;
  readonly ownMs: number;
  readonly fromDueMs: number;
}

/** What the fleet itself took of each query that a model answered. */
function ownTimesOf({ accepted, outcomes, providerMs }: SoakFindings): OwnTime[] {
  return accepted.flatMap(({ at, dueAtMs }, place) => {
    const outcome = outcomes[place];
    const tookMs = providerMs.get(at);
    if (typeof outcome?.finishedAtMs !== 'number' || tookMs === undefined) return [];
    const { acceptedAtMs, finishedAtMs } = outcome;
    const totalMs = finishedAtMs - acceptedAtMs;
    const runningMs = totalMs - (outcome.timingsMs?.['queue_wait'] ?? 0);
    return [{ runningMs, ownMs: totalMs - tookMs, fromDueMs: finishedAtMs - dueAtMs - tookMs }];
  });
}

function lossFigures(findings: SoakFindings): Record<string, Figure> {
  const { queries, accepted, outcomes, delivered, undelivered } = findings;
  const unanswered = queries.filter(({ status }) => status === UNANSWERED).length;
  const count = (is: (outcome: QueryOutcome) => boolean): number => outcomes.filter(is).length;
  return {
    refused: none(queries.length - accepted.length - unanswered, `of ${queries.length}`),
    unanswered: none(unanswered),
    not_ended: none(
      count(({ finishedAtMs }) => finishedAtMs === null),
      `of ${accepted.length} accepted`,
    ),
    not_succeeded: none(count(({ status }) => status !== 'succeeded')),
    not_by_a_model: none(count(({ cache }) => cache !== 'miss')),
    at_a_lower_level: none(count(({ level }) => level !== 'full')),
    webhooks_missing: none(undelivered, `${delivered} delivered`),
  };
}

function memoryFigures(
  { idle, memory, workers, seconds }: SoakFindings,
  times: readonly OwnTime[],
): Record<string, Figure> {
  const isWorker = (at: number): boolean => workers.includes(at);
  const ofWorkers = laterHalfOf(memory, isWorker);
  const ofApps = laterHalfOf(memory, () => true);
  const idleMb = workers.reduce((sum, at) => sum + (idle.megabytes[at] ?? Number.NaN), 0);
  // Little's law: what arrives in a second, times how long each stays.
  const inFlight = times.reduce((sum, { runningMs }) => sum + runningMs, 0) / (seconds * 1_000);
  const growth = ofApps.slopeMbPerMinute / ofApps.medianMb;
  return {
    in_flight: stated(inFlight, 'in the workers'),
    workers_mb: { ...stated(ofWorkers.medianMb), note: `${idleMb.toFixed(0)} before the load` },
    mb_per_query_in_flight: stated((ofWorkers.medianMb - idleMb) / inFlight),
    apps_mb: stated(ofApps.medianMb),
    apps_mb_per_minute: {
      ratio: ofApps.slopeMbPerMinute,
      target: `<= ${MAX_GROWTH_SHARE * 100} % of it a minute`,
      met: growth <= MAX_GROWTH_SHARE,
      note: 'later half',
    },
    workers_mb_per_minute: { ...stated(ofWorkers.slopeMbPerMinute), note: 'later half' },
  };
}

const PARTS = ['guard', 'cache', 'embed', 'search', 'fetch'] as const;

const partOf = ({ outcomes }: SoakFindings, part: string): number[] =>
  outcomes.flatMap(({ timingsMs }) => timingsMs?.[part] ?? []);

const partsOf = (findings: SoakFindings): string =>
  `P50 and P95 of the others: ${PARTS.map((part) => {
    const times = partOf(findings, part);
    return `${part} ${quantile(times, 0.5).toFixed(0)} and ${quantile(times, 0.95).toFixed(0)}`;
  }).join(', ')}`;

function cpuFigure({ cpuUs, accepted }: SoakFindings): Figure {
  const ms = [...cpuUs].map(([name, us]) => ({ name, ms: us / 1_000 / accepted.length }));
  const note = ms.map(({ name, ms }) => `${name} ${ms.toFixed(2)}`).join(', ');
  return { ...stated(ms.reduce((sum, one) => sum + one.ms, 0)), note };
}

const none = (ratio: number, note = ''): Figure => ({
  ratio,
  target: '0',
  met: ratio === 0,
  ...(note !== '' && { note }),
});
