import type { Redis } from '@ragfleet/redis-connection';
import { cp, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FaultRedis } from '../fleet/contract.ts';
import { waitFor } from '../scenarios/wait-for.ts';

const REWRITE_MS = 60_000;

/**
 * Copies the append-only folder of a server that goes on working, as the manual of Redis says: no rewrite may begin
 * meanwhile, or the copy mixes two generations of files. Resolves with the bytes that were copied.
 */
export async function backUpQueue(queue: FaultRedis, to: string): Promise<number> {
  const { admin } = queue;
  const [, percentage = '100'] = await admin.config('GET', 'auto-aof-rewrite-percentage').then(asTexts);
  await admin.config('SET', 'auto-aof-rewrite-percentage', '0');
  try {
    await waitFor('no rewrite of the append-only file', REWRITE_MS, () => isQuiet(admin));
    await cp(queue.dir, to, { recursive: true, filter: (path) => !/\.(log|sock)$|start-redis$/.test(path) });
  } finally {
    await admin.config('SET', 'auto-aof-rewrite-percentage', percentage);
  }
  return sizeOf(to);
}

async function isQuiet(admin: Redis): Promise<boolean> {
  const persistence = await admin.info('persistence');
  return persistence.includes('aof_rewrite_in_progress:0') && persistence.includes('aof_rewrite_scheduled:0');
}

const asTexts = (reply: unknown): string[] => (Array.isArray(reply) ? reply.map(String) : []);

/** Bytes of a file or of a whole folder. */
export async function sizeOf(path: string): Promise<number> {
  const about = await stat(path);
  if (!about.isDirectory()) return about.size;
  const sizes = await Promise.all((await readdir(path)).map((name) => sizeOf(join(path, name))));
  return sizes.reduce((sum, size) => sum + size, 0);
}
