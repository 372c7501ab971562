import { isPortFree } from '@ragfleet/redis-server';
import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identityOf, isAlive, type ProcessIdentity } from './process-identity.ts';

/** Ports that are a fleet's from when it chooses them. It listens on them seconds later: until then they look free to all. */
export interface PortClaims {
  /** False when somebody listens on the port of 127.0.0.1, or another fleet of this user has claimed it and lives. */
  claim(port: number): Promise<boolean>;
  release(): Promise<void>;
}

/** Outside of every data folder: fleets with different ones share the ports of the machine. */
const CLAIMS_DIR = join(tmpdir(), `ragfleet-ports-${process.getuid?.() ?? 'user'}`);

export function createPortClaims(dir = CLAIMS_DIR): PortClaims {
  const claimed = new Set<string>();
  const giveBack = async (path: string): Promise<void> => {
    claimed.delete(path);
    await rm(path, { force: true });
  };
  return {
    claim: async (port) => {
      const path = join(dir, String(port));
      await mkdir(dir, { recursive: true, mode: 0o700 });
      if (!(await takeClaim(path))) return false;
      claimed.add(path);
      // Asked after the claim: to ask is to listen for a moment, which would be in the way of the port's own fleet.
      if (await isPortFree(port)) return true;
      await giveBack(path);
      return false;
    },
    release: async () => {
      await Promise.all([...claimed].map(giveBack));
    },
  };
}

/** Takes the claim unless it is a living process's. One that a killed fleet left is taken over. */
async function takeClaim(path: string): Promise<boolean> {
  if (await createWhole(path, await identityOf(process.pid))) return true;
  const owner = await readOwner(path);
  if (owner !== null && (await isAlive(owner))) return false;
  await rm(path, { force: true });
  return createWhole(path, await identityOf(process.pid));
}

/** False when the file is there already. Nobody ever sees it half-written. */
async function createWhole(path: string, owner: ProcessIdentity): Promise<boolean> {
  const whole = `${path}.${randomUUID()}`;
  await writeFile(whole, JSON.stringify(owner), { mode: 0o600 });
  try {
    await link(whole, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(whole, { force: true });
  }
}

async function readOwner(path: string): Promise<ProcessIdentity | null> {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- this module alone writes the file
    return JSON.parse(await readFile(path, 'utf8')) as ProcessIdentity;
  } catch {
    return null;
  }
}
