import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectPostgres, type Database } from '@ragfleet/postgres-connection';
import type { RedisProfile } from '@ragfleet/redis-connection';
import { createLogger, type Service, startServices, stopServices } from '@ragfleet/service-runtime';
import { afterAll, afterEach } from 'vitest';
import { openTestPostgres } from '../postgres/open-test-postgres.ts';
import { type OpenTestRedis, openTestRedis } from '../redis/open-test-redis.ts';

export interface ProcessStageOptions {
  /** How long a process runs that no other one replaces. */
  readonly until: 'test ends' | 'file ends';
  /** Of the connection to the queue Redis; `fail-fast` when none is named. */
  readonly profile?: RedisProfile;
  /** What a stop may take. */
  readonly graceMs?: number;
}

export interface ProcessStage {
  readonly queue: OpenTestRedis;
  readonly cache: OpenTestRedis;
  readonly masterKey: string;
  /** A folder of its own. */
  readonly dir: string;
  readonly auditDir: string;
  /** What every process that reaches the stores reads; it listens where there is room. */
  readonly variables: Readonly<Record<string, string>>;
  /** To its database, beside the process. Whoever asks closes it. */
  connect(): Database;
  /** Starts these in place of the ones before. */
  run(services: readonly Service[]): Promise<void>;
  stop(): Promise<void>;
}

const START_MS = 20_000;
const GRACE_MS = 5_000;
const logger = createLogger({ service: 'test', level: 'silent' });

/**
 * Servers of its own for one process, for the test file that calls this at its top. They end when its tests have ended,
 * after what it registers itself with `afterAll`.
 */
export async function openProcessStage(options: ProcessStageOptions): Promise<ProcessStage> {
  const { until, profile = 'fail-fast', graceMs = GRACE_MS } = options;
  const queue = await openTestRedis({ profile });
  const cache = await openTestRedis({ role: 'cache' });
  const dir = await mkdtemp(join(tmpdir(), 'ragfleet-process-'));
  afterAll(() => rm(dir, { recursive: true }));
  const postgres = await openTestPostgres();
  afterAll(() => postgres.stop());
  let running: readonly Service[] = [];
  const stop = async (): Promise<void> => {
    await stopServices(running, logger, graceMs);
    running = [];
  };
  (until === 'test ends' ? afterEach : afterAll)(stop);
  const masterKey = randomBytes(32).toString('base64');
  const auditDir = join(dir, 'audit');
  return {
    queue,
    cache,
    masterKey,
    dir,
    auditDir,
    variables: {
      QUEUE_REDIS_URL: queue.url,
      CACHE_REDIS_URL: cache.url,
      DATABASE_URL: postgres.url,
      RAGFLEET_MASTER_KEY: masterKey,
      AUDIT_DIR: auditDir,
      PORT: '0',
      OPERATIONS_PORT: '0',
    },
    connect: () =>
      connectPostgres({ url: postgres.url, poolSize: 2, statementTimeoutMs: 10_000, name: 'test' }),
    run: async (services) => {
      await stop();
      running = services;
      await startServices(services, logger, START_MS);
    },
    stop,
  };
}
