import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Fault } from '@ragfleet/kernel';
import { z } from 'zod';

const PEERS = new URL('../peers/', import.meta.url);

/** Installs what others wrote, for comparison alone: the product's own packages stay free of it. */
export function installPeers(say: (line: string) => void): void {
  if (isInstalled()) return;
  say('Installing the packages that are compared with (npm ci in bench/peers) …');
  const { status } = spawnSync(
    'npm',
    ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: fileURLToPath(PEERS),
      stdio: ['ignore', 2, 2],
    },
  );
  if (status !== 0)
    throw new Fault(
      'unavailable',
      'npm ci failed in bench/peers. Fix what it says above, then run the same command again.',
    );
}

const manifest = z.object({ dependencies: z.record(z.string(), z.string()) });

/** True when every package is there in its pinned version: an older checkout may have installed others. */
function isInstalled(): boolean {
  const { dependencies } = manifest.parse(JSON.parse(readFileSync(new URL('package.json', PEERS), 'utf8')));
  try {
    return Object.entries(dependencies).every(([name, version]) => peerVersion(name) === version);
  } catch {
    return false;
  }
}

/** A script of bench/peers. Its packages are typed there, in plain JavaScript; what it exports is the caller's to name. */
export const importPeer = async <Peer>(file: string): Promise<Peer> =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the peer is plain JavaScript of this repository
  (await import(new URL(file, PEERS).href)) as Peer;

/** Where a script of bench/peers is, for a process of its own. */
export const peerPath = (file: string): string => fileURLToPath(new URL(file, PEERS));

export function peerVersion(packageName: string): string {
  const manifest = new URL(`node_modules/${packageName}/package.json`, PEERS);
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(manifest, 'utf8'))).version;
}
