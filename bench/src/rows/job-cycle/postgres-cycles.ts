import { randomBytes } from 'node:crypto';
import { cpuUsOf } from '../../fleet/process-meter.ts';
import { importPeer } from '../../peers.ts';
import { type OpenLanes, openOther } from './redis-cycles.ts';
import type { CycleSide, OpenCycle } from './run-cycle.ts';

/** Whether a commit waits for the disk. */
export const COMMITS = ['on', 'off'] as const;
export type Commit = (typeof COMMITS)[number];

export const BULLMQ_POSTGRES = 'BullMQ on PostgreSQL';
export const GRAPHILE = 'graphile-worker';
export const GRAPHILE_BATCHES = 'graphile-worker with localQueue';
export const GRAPHILE_BULK = 'graphile-worker, added and run in bulk';
export const PG_BOSS = 'pg-boss';

export const named = (side: string, commit: Commit): string => `${side}, commit ${commit}`;

/** Ours, measured beside the sides of that commit. */
export const besideCommit = (commit: Commit): string => named('lanes', commit);

interface PostgresPeer {
  readonly createDatabase: (options: { url: string; name: string; synchronousCommit: Commit }) => Promise<{
    readonly url: string;
    readonly version: () => Promise<string>;
    readonly pids: () => Promise<number[]>;
    readonly drop: () => Promise<void>;
  }>;
  readonly openBullmqPostgres: OpenLanes;
  readonly openGraphile: (
    options: Parameters<OpenLanes>[0] & { readonly by: 'one' | 'batches' | 'bulk' },
  ) => Promise<CycleSide>;
  readonly openPgBoss: OpenLanes;
}

export interface PostgresCycles {
  readonly version: string;
  readonly sides: ReadonlyMap<string, OpenCycle>;
  /** Of the sessions of this database so far; what writes the log and the checkpoints is not among them. */
  readonly cpuUs: () => Promise<number>;
}

/** A fresh database, dropped in the end, whose commits wait for the disk or do not. */
export async function postgresCycles(
  started: AsyncDisposableStack,
  {
    url,
    concurrency,
    commit,
  }: { readonly url: string; readonly concurrency: number; readonly commit: Commit },
): Promise<PostgresCycles> {
  const peer = await importPeer<PostgresPeer>('job-cycle-postgres.mjs');
  const { createDatabase, openBullmqPostgres, openGraphile, openPgBoss } = peer;
  const sides = new Map<string, OpenCycle>();
  const name = `ragfleet_bench_${randomBytes(6).toString('hex')}`;
  const database = await createDatabase({ url, name, synchronousCommit: commit });
  started.defer(() => database.drop());
  const other = (open: OpenLanes): OpenCycle => openOther(open, database.url, concurrency);
  sides.set(named(BULLMQ_POSTGRES, commit), other(openBullmqPostgres));
  const graphile = (by: 'one' | 'batches' | 'bulk'): OpenCycle =>
    other((options) => openGraphile({ ...options, by }));
  sides.set(named(GRAPHILE, commit), graphile('one'));
  sides.set(named(GRAPHILE_BATCHES, commit), graphile('batches'));
  sides.set(named(GRAPHILE_BULK, commit), graphile('bulk'));
  sides.set(named(PG_BOSS, commit), other(openPgBoss));
  return {
    version: await database.version(),
    sides,
    cpuUs: createSessionMeter(database.pids),
  };
}

/** Sums up what sessions have spent, those included that have ended since they were seen. */
function createSessionMeter(
  pidsOf: () => Promise<readonly number[]>,
  spentBy: (pid: number) => Promise<number> = cpuUsOf,
): () => Promise<number> {
  const spent = new Map<number, number>();
  return async () => {
    // One that ends between the two questions stays as it was seen last.
    for (const pid of await pidsOf()) spent.set(pid, await spentBy(pid).catch(() => spent.get(pid) ?? 0));
    return [...spent.values()].reduce((sum, us) => sum + us, 0);
  };
}
