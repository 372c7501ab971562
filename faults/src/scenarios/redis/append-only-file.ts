import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readdir, stat, truncate } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { FaultRedis } from '../../fleet/contract.ts';

/** What a Redis has written since its last rewrite. To be changed only while its process is gone. */
export interface AppendOnlyFile {
  sizeBytes(): Promise<number>;
  cut(toBytes: number): Promise<void>;
  /** Makes the first command that begins at or after a place unreadable, and answers where that is. */
  spoil(fromBytes: number): Promise<number>;
  /** As an operator mends it: everything from the first unreadable command on is given up. */
  mend(): Promise<void>;
}

const FOLDER = 'appendonlydir';
const COMMAND_BEGINS = Buffer.from('\r\n*');
const SPOILED = '#';

/** Throws when there is none. */
export async function openAppendOnlyFile(redis: FaultRedis): Promise<AppendOnlyFile> {
  const folder = join(redis.dir, FOLDER);
  const names = await readdir(folder);
  const [name] = names
    .filter((one) => one.endsWith('.incr.aof'))
    .toSorted()
    .toReversed();
  const manifest = names.find((one) => one.endsWith('.manifest'));
  if (name === undefined || manifest === undefined)
    throw new Error(`There is no append-only file in ${folder}.`);
  const path = join(folder, name);
  return {
    sizeBytes: async () => (await stat(path)).size,
    cut: (toBytes) => truncate(path, toBytes),
    spoil: async (fromBytes) => {
      await using file = await open(path, 'r+');
      const bytes = await file.readFile();
      const before = bytes.indexOf(COMMAND_BEGINS, fromBytes);
      if (before === -1) throw new Error('No command begins there.');
      const at = before + COMMAND_BEGINS.length - 1;
      await file.write(SPOILED, at);
      return at;
    },
    mend: () => checkAndFix(redis, join(folder, manifest)),
  };
}

/** `redis-check-aof` lies beside its server. */
async function checkAndFix({ binary }: FaultRedis, manifestPath: string): Promise<void> {
  const program = join(dirname(binary), 'redis-check-aof');
  const child = spawn(program, ['--fix', manifestPath], { stdio: ['pipe', 'ignore', 'ignore'] });
  child.stdin.end('y\n');
  await once(child, 'exit');
  if (child.exitCode !== 0) throw new Error(`${program} ended with ${child.exitCode}.`);
}
