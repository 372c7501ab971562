import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import { ensureRedisBinary, type RedisRole, startRedisServer } from '@ragfleet/redis-server';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pinApart } from './pin-apart.ts';
import { createRedisMeter, type RedisMeter } from './redis-meter.ts';

/** A server that a row measures on, with a database of its own there. */
export interface BenchRedis {
  readonly version: string;
  readonly major: number;
  readonly url: string;
  readonly redis: Redis;
  readonly meter: RedisMeter;
  /** Empties the row's own database. */
  readonly clear: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const INSTALL_DIR = fileURLToPath(new URL('../../../.ragfleet/redis', import.meta.url));
const MAX_MEMORY_MB = 4_096;
const READY_MS = 10_000;
/** Nobody else's: the fleet and the tests use database 0. */
const DATABASE = 13;

/** A private server of the version that this machine has. */
export async function startPrivateRedis(role: RedisRole, say: (line: string) => void): Promise<BenchRedis> {
  const binary = await ensureRedisBinary({ installDir: INSTALL_DIR, log: say });
  const dir = await mkdtemp(join(tmpdir(), 'ragfleet-bench-'));
  const server = await startRedisServer({ binary, dir, role, maxMemoryMb: MAX_MEMORY_MB });
  return open(server.url, async () => {
    await server.stop();
    await rm(dir, { recursive: true, force: true });
  });
}

/** A database of a server that runs already. Throws when there is something in it. */
export const useRedis = (url: string): Promise<BenchRedis> => open(url, async () => undefined);

async function open(serverUrl: string, stop: () => Promise<void>): Promise<BenchRedis> {
  const url = Object.assign(new URL(serverUrl), { pathname: `/${DATABASE}` }).href;
  const redis = connectRedis({ url, profile: 'blocking', name: 'bench' });
  await whenReady(redis, READY_MS);
  if ((await redis.dbsize()) > 0)
    throw new Error(
      `Database ${DATABASE} of ${new URL(serverUrl).host} is not empty. Empty it, then run the same command again.`,
    );
  const meter = createRedisMeter(redis);
  const version = await meter.version();
  const unpin = pinApart(await meter.processId());
  return {
    version,
    major: Number.parseInt(version, 10),
    url,
    redis,
    meter,
    clear: async () => void (await redis.flushdb('SYNC')),
    close: async () => {
      unpin();
      await redis.flushdb('SYNC');
      await closeRedis(redis, 2_000);
      await stop();
    },
  };
}
