import type { Figure, RowReport, SideCosts } from '../../contract.ts';
import { areMet, atLeast, stated } from '../../measure/figures.ts';
import { median } from '../../measure/quartiles.ts';
import { NO_COSTS, perSecondOf, reportRatio } from '../../measure/report-ratio.ts';
import {
  besideCommit,
  BULLMQ_POSTGRES,
  COMMITS,
  GRAPHILE,
  GRAPHILE_BATCHES,
  GRAPHILE_BULK,
  named,
  PG_BOSS,
} from './postgres-cycles.ts';
import { BEE, FULL, LUA, RAW, WRAPPER } from './redis-cycles.ts';

export const JOB_CYCLE_NAME = 'one job added and run, on three lanes';
/** Callers, and slots of each lane. */
export const CONCURRENCIES = [1, 10, 50, 100] as const;
export const POSTGRES_CONCURRENCY = 50;
const MIN_OF_RAW = { [WRAPPER]: 0.95, [FULL]: 0.5 };
const MIN_OF_POSTGRES = 4;
const WITHOUT_POSTGRES = 'not measured: put the address of a PostgreSQL into TEST_POSTGRES_URL';

type Costs = ReadonlyMap<string, SideCosts>;

export interface JobCycleFindings {
  /** By concurrency. */
  readonly onRedis: ReadonlyMap<number, Costs>;
  /** null where there is no PostgreSQL. */
  readonly postgres: { readonly version: string; readonly costs: Costs } | null;
  readonly redisVersion: string;
}

/** How many jobs one side does for each of the other's, by CPU; null where the other was too restless. */
function throughput(ours: SideCosts, other: SideCosts): Pick<RowReport, 'ratio' | 'spread'> {
  const { ratio, spread } = reportRatio(ours, other);
  return { ratio: ratio === null ? null : 1 / ratio, spread: [1 / spread[1], 1 / spread[0]] };
}

/** The row's own numbers are those of the lanes alone at 50; every concurrency is held to the targets. */
export function reportJobCycle({ onRedis, postgres, redisVersion }: JobCycleFindings): RowReport {
  const own = onRedis.get(POSTGRES_CONCURRENCY) ?? new Map<string, SideCosts>();
  const of = (name: string): SideCosts => own.get(name) ?? NO_COSTS;
  const figures = { ...figuresOfRedis(onRedis), ...figuresOfPostgres(postgres) };
  const peers = [FULL, BEE, LUA].map((name): [string, number] => [name, median(of(name).cpuUs)]);
  return {
    row: 3,
    name: JOB_CYCLE_NAME,
    ours: median(of(WRAPPER).cpuUs),
    floor: median(of(RAW).cpuUs),
    peers: Object.fromEntries([...peers, ...postgresMedians(postgres?.costs ?? new Map())]),
    unit: `microseconds of CPU, node and Redis ${redisVersion}${postgres === null ? '' : ` or PostgreSQL ${postgres.version}`}, 50 at a time`,
    ...throughput(of(WRAPPER), of(RAW)),
    target: `>= ${MIN_OF_RAW[WRAPPER]}x raw BullMQ's jobs`,
    met: areMet(figures),
    figures,
    rounds: roundsOf(onRedis, postgres),
  };
}

function figuresOfRedis(onRedis: JobCycleFindings['onRedis']): Record<string, Figure> {
  const figures: Record<string, Figure> = {};
  for (const [concurrency, costs] of onRedis) {
    const raw = costs.get(RAW) ?? NO_COSTS;
    for (const [side, least] of Object.entries(MIN_OF_RAW)) {
      const ours = costs.get(side) ?? NO_COSTS;
      const note = `${costOf(ours)}; raw ${costOf(raw)}`;
      figures[`${side}_of_raw_at_${concurrency}`] = atLeast(throughput(ours, raw).ratio, least, note);
    }
  }
  return figures;
}

function figuresOfPostgres(postgres: JobCycleFindings['postgres']): Record<string, Figure> {
  if (postgres === null)
    return {
      lanes_to_bullmq_on_postgres: toTarget([null, WITHOUT_POSTGRES]),
      lanes_to_graphile: toTarget([null, WITHOUT_POSTGRES]),
    };
  const of = (name: string): SideCosts => postgres.costs.get(name) ?? NO_COSTS;
  const to = (side: string, commit: (typeof COMMITS)[number]): [number | null, string] => {
    const [ours, other] = [of(besideCommit(commit)), of(named(side, commit))];
    return [throughput(ours, other).ratio, `${costOf(ours)}; ${named(side, commit)} ${costOf(other)}`];
  };
  const [bulk, bulkNote] = to(GRAPHILE_BULK, 'on');
  return {
    lanes_to_bullmq_on_postgres: toTarget(to(BULLMQ_POSTGRES, 'on')),
    lanes_to_graphile: toTarget(to(GRAPHILE, 'on')),
    lanes_to_bullmq_on_postgres_without_waiting_for_the_disk: stated(...to(BULLMQ_POSTGRES, 'off')),
    lanes_to_graphile_without_waiting_for_the_disk: stated(...to(GRAPHILE, 'off')),
    lanes_to_graphile_with_local_queue: stated(...to(GRAPHILE_BATCHES, 'on')),
    lanes_to_graphile_in_bulk: stated(
      bulk,
      `${bulkNote}${bulk !== null && bulk < 1 ? ': it is faster, where jobs come in bulk' : ''}`,
    ),
    lanes_to_pg_boss: stated(...to(PG_BOSS, 'on')),
  };
}

const toTarget = ([ratio, note]: readonly [number | null, string]): Figure =>
  atLeast(ratio, MIN_OF_POSTGRES, note);

/** By CPU, which is compared, and by the clock, which is shown. */
const costOf = (costs: SideCosts): string =>
  `${median(costs.cpuUs).toFixed(0)} us and ${perSecondOf(costs)}/s`;

const postgresMedians = (costs: Costs): [string, number][] =>
  [...costs]
    .filter(([name]) => COMMITS.every((commit) => name !== besideCommit(commit)))
    .map(([name, { cpuUs }]): [string, number] => [name, median(cpuUs)]);

const roundsOf = (
  onRedis: JobCycleFindings['onRedis'],
  postgres: JobCycleFindings['postgres'],
): RowReport['rounds'] =>
  Object.fromEntries([
    ...[...onRedis].flatMap(([concurrency, costs]) =>
      [...costs].map(([side, cost]): [string, SideCosts] => [`${side} at ${concurrency}`, cost]),
    ),
    ...[...(postgres?.costs ?? [])].map(([side, cost]): [string, SideCosts] => [
      `beside PostgreSQL: ${side}`,
      cost,
    ]),
  ]);
