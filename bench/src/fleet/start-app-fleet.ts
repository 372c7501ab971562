import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import { ensureRedisBinary, type RedisServer, startRedisServer } from '@ragfleet/redis-server';
import { openTestPostgres } from '@ragfleet/test-support';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRedisMeter } from '../servers/redis-meter.ts';
import { findPort, type RunningApp, startApp, startEmbeddedStore } from './app-programs.ts';
import { type FleetTenant, provisionTenants } from './fleet-tenants.ts';

export interface AppFleetOptions {
  /** Of every app, over what this process has. */
  readonly variables: Readonly<Record<string, string>>;
  readonly queryWorkers: number;
  readonly tenants: number;
  /** `server` is the PostgreSQL behind TEST_POSTGRES_URL; `embedded` the fleet's own, in a process. */
  readonly store: 'embedded' | 'server';
  /** No webhook worker and no batch worker: for what happens at the door alone. */
  readonly isIngressAlone?: boolean;
  /** Of each of the two Redis servers; 2,048 when left out. */
  readonly maxMemoryMb?: number;
  /** Where the apps find the queue Redis, such as a proxy before it. Stopped with the process, not with the fleet. */
  readonly queueRedisVia?: (url: string) => Promise<string>;
  readonly say: (line: string) => void;
}

export interface FleetProcess {
  readonly name: string;
  readonly pid: number;
}

/** The apps as processes over two private Redis servers and a store, each with nothing in it. */
export interface AppFleet {
  readonly url: string;
  readonly tenants: readonly FleetTenant[];
  readonly ingress: RunningApp;
  readonly queryWorkers: readonly RunningApp[];
  /** Ingress, webhook worker, batch worker and the query workers. */
  readonly apps: readonly RunningApp[];
  /** What they rest on: the two Redis servers, and the store where it is the fleet's own. */
  readonly stores: readonly FleetProcess[];
  readonly queueRedisPid: number;
  readonly queueRedisUrl: string;
  readonly cacheRedisUrl: string;
  /** To look at queues; nothing of the fleet's work goes over it. */
  readonly queueRedis: Redis;
  readonly redisVersion: string;
  stop(): Promise<void>;
}

/** The real server where somebody names one. */
export const storeAtHand = (): AppFleetOptions['store'] =>
  (process.env['TEST_POSTGRES_URL'] ?? '') === '' ? 'embedded' : 'server';

const INSTALL_DIR = fileURLToPath(new URL('../../../.ragfleet/redis', import.meta.url));
const MAX_MEMORY_MB = 2_048;
const READY_MS = 10_000;

/** Starts everything, in order; what had started is stopped when something does not come up. */
export async function startAppFleet(options: AppFleetOptions): Promise<AppFleet> {
  await using started = new AsyncDisposableStack();
  const dir = await mkdtemp(join(tmpdir(), 'ragfleet-bench-load-'));
  started.defer(() => rm(dir, { recursive: true, force: true }));
  const stores = await startStores(options, dir, started);
  const queueRedis = connectRedis({ url: stores.queueUrl, profile: 'fail-fast', name: 'bench' });
  started.defer(() => closeRedis(queueRedis, READY_MS));
  await whenReady(queueRedis, READY_MS);
  const masterKey = randomBytes(32).toString('base64');
  const tenants = await provisionTenants(queueRedis, { masterKey, count: options.tenants });
  const port = await findPort();
  const environment = {
    ...process.env,
    // What each query says would be most of what this machine does.
    LOG_LEVEL: 'warn',
    ...options.variables,
    QUEUE_REDIS_URL: (await options.queueRedisVia?.(stores.queueUrl)) ?? stores.queueUrl,
    CACHE_REDIS_URL: stores.cacheUrl,
    DATABASE_URL: stores.databaseUrl,
    RAGFLEET_MASTER_KEY: masterKey,
    HOST: '127.0.0.1',
    PORT: String(port),
    AUDIT_DIR: join(dir, 'audit'),
    SHUTDOWN_GRACE_SECONDS: '10',
  };
  const apps = await startApps(environment, options, started);
  const redisVersion = await createRedisMeter(queueRedis).version();
  const running = started.move();
  return {
    ...apps,
    url: `http://127.0.0.1:${port}`,
    tenants,
    stores: stores.processes,
    queueRedisPid: stores.queuePid,
    queueRedisUrl: stores.queueUrl,
    cacheRedisUrl: stores.cacheUrl,
    queueRedis,
    redisVersion,
    stop: () => running.disposeAsync(),
  };
}

interface OpenStores {
  readonly queueUrl: string;
  readonly queuePid: number;
  readonly cacheUrl: string;
  readonly databaseUrl: string;
  readonly processes: readonly FleetProcess[];
}

async function startStores(
  { store, maxMemoryMb = MAX_MEMORY_MB, say }: AppFleetOptions,
  dir: string,
  started: AsyncDisposableStack,
): Promise<OpenStores> {
  const binary = await ensureRedisBinary({ installDir: INSTALL_DIR, log: say });
  const startRedis = async (role: 'queue' | 'cache'): Promise<RedisServer> => {
    const server = await startRedisServer({ binary, dir: join(dir, role), role, maxMemoryMb });
    started.defer(() => server.stop());
    return server;
  };
  const queue = await startRedis('queue');
  const cache = await startRedis('cache');
  const processes = [
    { name: 'redis-queue', pid: queue.pid },
    { name: 'redis-cache', pid: cache.pid },
  ];
  const urls = { queueUrl: queue.url, queuePid: queue.pid, cacheUrl: cache.url };
  if (store === 'server') {
    const database = await openTestPostgres('server');
    started.defer(() => database.stop());
    return { ...urls, databaseUrl: database.url, processes };
  }
  const { program, url } = await startEmbeddedStore(join(dir, 'store'), process.env);
  started.defer(() => program.stop());
  return { ...urls, databaseUrl: url, processes: [...processes, program] };
}

async function startApps(
  environment: NodeJS.ProcessEnv,
  { queryWorkers, isIngressAlone = false }: AppFleetOptions,
  started: AsyncDisposableStack,
): Promise<Pick<AppFleet, 'ingress' | 'queryWorkers' | 'apps'>> {
  const start = async (app: Parameters<typeof startApp>[0], name: string = app): Promise<RunningApp> => {
    const running = await startApp(app, { name, environment });
    started.defer(() => running.stop());
    return running;
  };
  const others: RunningApp[] = [];
  if (!isIngressAlone) others.push(await start('webhook-worker'), await start('batch-worker'));
  const workers: RunningApp[] = [];
  for (let at = 1; at <= queryWorkers; at += 1)
    workers.push(await start('query-worker', `query-worker-${at}`));
  const ingress = await start('ingress-api');
  return {
    ingress,
    queryWorkers: workers,
    apps: [ingress, ...others, ...workers],
  };
}
