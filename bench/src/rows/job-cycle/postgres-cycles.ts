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
  readonly openServer: (url: string) => Promise<{
    readonly version: string;
    /** The address of the new database. */
    readonly createDatabase: (name: string, synchronousCommit: Commit) => Promise<string>;
    readonly dropDatabase: (name: string) => Promise<void>;
    /** Of the sessions of these databases. */
    readonly pidsOf: (names: readonly string[]) => Promise<number[]>;
    readonly close: () => Promise<void>;
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
  /**
   * Of the clients' sessions of these databases so far. What writes the log and the checkpoints is not among them, nor what
   * vacuums: it would fall on whichever side has its turn.
   */
  readonly cpuUs: () => Promise<number>;
}

/**
 * Each side in a fresh database of its own, dropped in the end, whose commits wait for the disk or do not. Of its own,
 * since graphile-worker tells all of a database of its jobs and migrations, whichever their schema: others wake, or end.
 */
export async function postgresCycles(
  started: AsyncDisposableStack,
  {
    url,
    concurrency,
    commit,
  }: { readonly url: string; readonly concurrency: number; readonly commit: Commit },
): Promise<PostgresCycles> {
  const peer = await importPeer<PostgresPeer>('job-cycle-postgres.mjs');
  const server = await peer.openServer(url);
  started.defer(() => server.close());
  const names: string[] = [];
  const sides = new Map<string, OpenCycle>();
  for (const [side, open] of lanesOf(peer)) {
    const name = `ragfleet_bench_${randomBytes(6).toString('hex')}`;
    names.push(name);
    started.defer(() => server.dropDatabase(name));
    const databaseUrl = await server.createDatabase(name, commit);
    sides.set(named(side, commit), openOther(open, databaseUrl, concurrency));
  }
  return { version: server.version, sides, cpuUs: createSessionMeter(() => server.pidsOf(names)) };
}

function lanesOf({ openBullmqPostgres, openGraphile, openPgBoss }: PostgresPeer): [string, OpenLanes][] {
  const graphile =
    (by: 'one' | 'batches' | 'bulk'): OpenLanes =>
    (options) =>
      openGraphile({ ...options, by });
  return [
    [BULLMQ_POSTGRES, openBullmqPostgres],
    [GRAPHILE, graphile('one')],
    [GRAPHILE_BATCHES, graphile('batches')],
    [GRAPHILE_BULK, graphile('bulk')],
    [PG_BOSS, openPgBoss],
  ];
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
