import { isPortFree } from '@ragfleet/redis-server';
import { mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeFile } from './owned-file.ts';
import { identityOf, type ProcessIdentity } from './process-identity.ts';

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
  const owner = await identityOf(process.pid);
  return takeFile({ path, text: JSON.stringify(owner), ownerIn: parseOwner });
}

function parseOwner(text: string): ProcessIdentity | null {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- this module alone writes the file
    return JSON.parse(text) as ProcessIdentity;
  } catch {
    return null;
  }
}
