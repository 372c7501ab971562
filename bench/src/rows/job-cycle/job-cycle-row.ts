import type { BenchRow, RowOptions, SideCosts, Slice } from '../../contract.ts';
import { type CompareOptions, compareSides } from '../../measure/compare-sides.ts';
import { floorVersion } from '../../floors.ts';
import { peerVersion } from '../../peers.ts';
import { type BenchRedis, startPrivateRedis } from '../../servers/bench-redis.ts';
import { inDatabase } from '../../servers/in-database.ts';
import { CONCURRENCIES, JOB_CYCLE_NAME, POSTGRES_CONCURRENCY, reportJobCycle } from './job-cycle-report.ts';
import { besideCommit, COMMITS, postgresCycles } from './postgres-cycles.ts';
import { openWrapper, redisCycles, WRAPPER } from './redis-cycles.ts';
import { type OpenCycle, openCycle } from './run-cycle.ts';

const FULL = { rounds: 7, sliceMs: 700 };
const QUICK = { rounds: 4, sliceMs: 300 };
/** Ours is what all sides share and more beside it: at the first concurrency that would be code which is not compiled yet. */
const WARM_UP = { rounds: 2, sliceMs: 700 };
/** What a database does now and then falls into some of its slices and not into others: longer ones have it in all. */
const FULL_BESIDE_POSTGRES = { rounds: 9, sliceMs: 1_500 };
const PEERS = ['bee-queue', 'graphile-worker', 'pg-boss', 'pg'];
/** Of the private Redis; the sides over Redis alone have those before it. */
const DATABASE_BESIDE_POSTGRES = 6;

type Plan = typeof FULL;
type Costs = ReadonlyMap<string, SideCosts>;

/** Benchmark row 3: one job added and run, on three lanes. */
export const jobCycleRow: BenchRow = {
  row: 3,
  name: JOB_CYCLE_NAME,
  versions: () => ({
    bullmq: floorVersion('bullmq'),
    ...Object.fromEntries(PEERS.map((name) => [name, peerVersion(name)])),
  }),
  run: async ({ isQuick, say }) => {
    const plan = isQuick ? QUICK : FULL;
    await using started = new AsyncDisposableStack();
    const server = await startPrivateRedis('queue', say);
    started.defer(() => server.close());
    say('  warming up …');
    await measureOnRedis(server, WARM_UP, POSTGRES_CONCURRENCY);
    const onRedis = new Map<number, Costs>();
    for (const concurrency of CONCURRENCIES) {
      say(`  ${concurrency} at a time …`);
      onRedis.set(concurrency, await measureOnRedis(server, plan, concurrency));
    }
    const beside = isQuick ? QUICK : FULL_BESIDE_POSTGRES;
    const postgres = await measureOnPostgres(server, beside, say);
    return reportJobCycle({ onRedis, postgres, redisVersion: server.version });
  },
};

async function measureOnRedis(server: BenchRedis, plan: Plan, concurrency: number): Promise<Costs> {
  // The ids begin anew, and a job is added once.
  await server.redis.flushall('SYNC');
  const cycles = await redisCycles(server.url, concurrency);
  return compareCycles(cycles, concurrency, { ...plan, serverCpuUs: server.meter.cpuUs });
}

async function measureOnPostgres(
  server: BenchRedis,
  plan: Plan,
  say: RowOptions['say'],
): Promise<{ readonly version: string; readonly costs: Costs } | null> {
  const url = process.env['TEST_POSTGRES_URL'] ?? '';
  if (url === '') return null;
  const found = new Map<string, SideCosts>();
  let versionOfServer = '';
  for (const commit of COMMITS) {
    await using started = new AsyncDisposableStack();
    say(`  beside PostgreSQL, ${POSTGRES_CONCURRENCY} at a time, commit ${commit} …`);
    const beside = { url, concurrency: POSTGRES_CONCURRENCY, commit };
    const { version, sides, cpuUs } = await postgresCycles(started, beside);
    await server.redis.flushall('SYNC');
    const ours = openWrapper(inDatabase(server.url, DATABASE_BESIDE_POSTGRES), POSTGRES_CONCURRENCY);
    const costs = await compareCycles(new Map([[WRAPPER, ours], ...sides]), POSTGRES_CONCURRENCY, {
      ...plan,
      serverCpuUs: async () => (await server.meter.cpuUs()) + (await cpuUs()),
    });
    for (const [name, cost] of costs) found.set(name === WRAPPER ? besideCommit(commit) : name, cost);
    versionOfServer = version;
  }
  return { version: versionOfServer, costs: found };
}

/** All are open at the same time, and idle but for their own slices. */
async function compareCycles(
  cycles: ReadonlyMap<string, OpenCycle>,
  callers: number,
  options: CompareOptions,
): Promise<Costs> {
  await using started = new AsyncDisposableStack();
  const slices = new Map<string, Slice>();
  for (const [name, open] of cycles) {
    const { slice, close } = await openCycle(name, callers, open);
    started.defer(async () => void (await close()));
    slices.set(name, slice);
  }
  return await compareSides(slices, options);
}
