import { connectRedis, whenReady } from '@ragfleet/redis-connection';
import {
  ensureRedisBinary,
  type RedisRole,
  type RedisServer,
  startRedisServer,
} from '@ragfleet/redis-server';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FaultRedis } from './contract.ts';

const INSTALL_DIR = fileURLToPath(new URL('../../../.ragfleet/redis', import.meta.url));
const READY_MS = 10_000;

export interface FaultRedisOptions {
  readonly role: RedisRole;
  /** The server's folder is in it. */
  readonly dataDir: string;
  readonly maxMemoryMb: number;
  readonly say: (line: string) => void;
}

/** A private server that ends with this process. */
export async function startFaultRedis({
  role,
  dataDir,
  maxMemoryMb,
  say,
}: FaultRedisOptions): Promise<FaultRedis> {
  const dir = join(dataDir, `redis-${role}`);
  const binary = await ensureRedisBinary({ installDir: INSTALL_DIR, log: say });
  const launcher = await survivingFullDisks(binary, dir);
  const start = (port?: number): Promise<RedisServer> =>
    startRedisServer({ binary: launcher, dir, role, maxMemoryMb, ...(port === undefined ? {} : { port }) });
  let server = await start();
  let isRunning = true;
  const admin = connectRedis({
    url: server.url,
    profile: 'blocking',
    name: 'faults',
    onError: () => undefined,
  });
  await whenReady(admin, READY_MS);
  const watch = (watched: RedisServer): void => {
    void watched.exited.then(() => {
      if (watched === server) isRunning = false;
    });
  };
  watch(server);
  return {
    url: server.url,
    port: server.port,
    dir,
    binary,
    admin,
    pid: () => server.pid,
    isRunning: () => isRunning,
    kill: async (signal = 'SIGKILL') => {
      await server.kill(signal);
      await server.exited;
    },
    restart: async () => {
      await server.stop();
      server = await start(server.port);
      const answeredAtMs = performance.now();
      isRunning = true;
      watch(server);
      await whenReady(admin, READY_MS);
      return answeredAtMs;
    },
    freeze: () => void process.kill(server.pid, 'SIGSTOP'),
    thaw: () => void process.kill(server.pid, 'SIGCONT'),
    stop: async () => {
      admin.disconnect();
      await server.stop();
    },
  };
}

/** A limit on the size of files stands for a full disk; its signal would end the server where a disk's error does not. */
async function survivingFullDisks(binary: string, dir: string): Promise<string> {
  await mkdir(dir, { recursive: true });
  const path = join(dir, 'start-redis');
  await writeFile(path, `#!/bin/sh\ntrap '' XFSZ\nexec '${binary}' "$@"\n`, { mode: 0o700 });
  return path;
}
