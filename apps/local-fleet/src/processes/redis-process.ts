import { type RedisServer, type RedisServerOptions, startRedisServer } from '@ragfleet/redis-server';
import { rename, stat } from 'node:fs/promises';
import type { ProcessSpec } from '../supervisor/contract.ts';

const MAX_LOG_BYTES = 5 * 1024 * 1024;

/** One of the two Redis servers of the fleet. It keeps its port over restarts, because its clients know it. */
export function redisProcess(
  name: string,
  options: RedisServerOptions & { readonly port: number; readonly logFile: string },
): ProcessSpec {
  return {
    name,
    async start() {
      await rotate(options.logFile);
      const server = await startRedisServer(options);
      return { pid: server.pid, exited: server.exited, stop: (graceMs) => stop(server, graceMs) };
    },
  };
}

async function rotate(logFile: string): Promise<void> {
  const facts = await stat(logFile).catch(() => null);
  if (facts !== null && facts.size > MAX_LOG_BYTES) await rename(logFile, `${logFile}.1`);
}

async function stop(server: RedisServer, graceMs: number): Promise<void> {
  const timer = setTimeout(() => void server.kill('SIGKILL'), graceMs);
  await server.stop();
  clearTimeout(timer);
}
