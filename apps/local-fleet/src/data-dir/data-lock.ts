import { Fault } from '@ragfleet/kernel';
import { access, constants, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { atomicFile } from './atomic-file.ts';
import { takeFile } from './owned-file.ts';
import { identityOf, isAlive, type ProcessIdentity } from './process-identity.ts';

/** The right of one fleet to one data folder. */
export interface DataLock {
  /** Remembers the fleet's processes, so that the next fleet waits for them should this one be killed. */
  remember(pids: readonly number[]): Promise<void>;
  release(): Promise<void>;
}

interface LockFile {
  readonly owner: ProcessIdentity;
  readonly processes: readonly ProcessIdentity[];
}

// The guards of a killed fleet's processes give them five seconds.
const ORPHANS_TIMEOUT_MS = 20_000;
const POLL_MS = 100;

/**
 * Locks the folder, or returns null when a living fleet has it. Waits for what a killed fleet left running in it. Fault
 * `invalid-input` when nothing can be written there.
 */
export async function takeDataLock(dataDir: string): Promise<DataLock | null> {
  const path = join(dataDir, 'fleet.lock');
  await makeFolder(dataDir);
  const owner = await identityOf(process.pid);
  const isTaken = await takeFile({
    path,
    text: textOf({ owner, processes: [] }),
    ownerIn: (text) => parseLock(text)?.owner ?? null,
    untilFree: (text) => waitUntilGone(parseLock(text)?.processes ?? []),
  });
  if (!isTaken) return null;
  const file = atomicFile(path);
  return {
    async remember(pids) {
      const processes = await Promise.all(pids.map(identityOf));
      await file.write(textOf({ owner, processes }));
    },
    release: () => file.remove(),
  };
}

async function makeFolder(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    await access(dataDir, constants.W_OK);
  } catch (cause) {
    throw new Fault(
      'invalid-input',
      `Nothing can be written to ${dataDir}. Give yourself the right to, or name another folder with --data-dir.`,
      { cause },
    );
  }
}

const textOf = (lock: LockFile): string => JSON.stringify(lock);

/** null for one that an earlier release left half-written. */
function parseLock(text: string): LockFile | null {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- this module alone writes the file
    return JSON.parse(text) as LockFile;
  } catch {
    return null;
  }
}

async function waitUntilGone(processes: readonly ProcessIdentity[]): Promise<void> {
  const endsAt = performance.now() + ORPHANS_TIMEOUT_MS;
  for (;;) {
    const alive = await Promise.all(processes.map(isAlive));
    if (!alive.includes(true)) return;
    if (performance.now() > endsAt)
      throw new Fault(
        'conflict',
        `Processes of an earlier fleet still use this data folder. End them, then try again: kill -9 ${processes
          .filter((_, index) => alive[index] === true)
          .map(({ pid }) => pid)
          .join(' ')}`,
      );
    await delay(POLL_MS);
  }
}
