import {
  ensureRedisBinary,
  type RedisRole,
  type RedisServer,
  startRedisServer,
} from '@ragfleet/redis-server';
import { connectRedis, whenReady } from '@ragfleet/redis-connection';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REDIS_INSTALL_DIR } from './install-dir.ts';
import { WRITE_OUT_MS, writeOut } from './write-out.ts';

export interface TestRedis {
  readonly url: string;
  readonly port: number;
  /** Ends the server and removes its data. */
  stop(): Promise<void>;
  /**
   * Ends the process and keeps its data, SIGKILL by default, once all that it has acknowledged is with the operating
   * system. Resolves when it is gone.
   */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same port, with the data that it kept. Stops it first when it still runs. */
  restart(): Promise<void>;
}

const MAX_MEMORY_MB = 256;

/**
 * A private Redis server for one test file, on its own port and folder. It ends with the test process at the latest.
 * `role: 'cache'` gives one without persistence, as the fleet's cache is.
 */
export async function startTestRedis(options: { readonly role?: RedisRole } = {}): Promise<TestRedis> {
  const binary = await ensureRedisBinary({ installDir: REDIS_INSTALL_DIR, log: () => undefined });
  const dir = await mkdtemp(join(tmpdir(), 'ragfleet-redis-'));
  const start = (port?: number): Promise<RedisServer> =>
    startRedisServer({
      binary,
      dir,
      role: options.role ?? 'queue',
      maxMemoryMb: MAX_MEMORY_MB,
      ...(port === undefined ? {} : { port }),
    });
  let server = await start();
  return {
    url: server.url,
    port: server.port,
    stop: async () => {
      await server.stop();
      await rm(dir, { recursive: true, force: true });
    },
    kill: async (signal = 'SIGKILL') => {
      await writeOutAt(server.url);
      await server.kill(signal);
      await server.exited;
    },
    restart: async () => {
      await server.stop();
      server = await start(server.port);
    },
  };
}

/** A server that does not answer is left as it is. */
async function writeOutAt(url: string): Promise<void> {
  const redis = connectRedis({
    url,
    profile: 'blocking',
    name: 'test-redis',
    commandTimeoutMs: WRITE_OUT_MS,
    onError: () => undefined,
  });
  try {
    await whenReady(redis, WRITE_OUT_MS);
    await writeOut(redis);
  } catch {
    // It does not answer: nothing is acknowledged either.
  } finally {
    redis.disconnect();
  }
}
