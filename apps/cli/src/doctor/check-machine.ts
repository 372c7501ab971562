import { findRedisBinary } from '@ragfleet/redis-server';
import { access, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { FleetAddress } from '../find-fleet.ts';
import { type Finding, ill, well } from './contract.ts';

const NEEDED_NODE_MAJOR = 24;
const NEEDED_DISK_MB = 1_024;

export interface Machine {
  /** The repository. */
  readonly root: string;
  readonly nodeVersion: string;
  /** The variables of this shell; none when left out. */
  readonly environment?: NodeJS.ProcessEnv;
}

/**
 * What this machine needs before a fleet can run on it; its disk is that of the data folder, where one is known. For a
 * fleet that runs elsewhere that is what the commands need.
 */
export async function checkMachine(
  machine: Machine,
  fleet: Pick<FleetAddress, 'local' | 'dataDir'> | null,
): Promise<Finding[]> {
  const node = checkNode(machine.nodeVersion);
  if (fleet?.local === null) return [await node];
  return Promise.all([
    node,
    checkPackages(machine.root),
    checkRedisBinary(machine.root),
    checkDisk(fleet?.dataDir ?? machine.root),
  ]);
}

export async function checkNode(version: string): Promise<Finding> {
  const isRecent = Number(version.split('.')[0]) >= NEEDED_NODE_MAJOR;
  return isRecent
    ? well('node', `Node ${version}`)
    : ill(
        'node',
        `Node ${version} is too old`,
        `Install Node ${NEEDED_NODE_MAJOR}: https://nodejs.org/en/download`,
      );
}

async function checkPackages(root: string): Promise<Finding> {
  const isInstalled = await access(join(root, 'node_modules', '.package-lock.json')).then(
    () => true,
    () => false,
  );
  return isInstalled
    ? well('packages', 'installed')
    : ill('packages', 'not installed', 'Run: npm ci --ignore-scripts');
}

async function checkRedisBinary(root: string): Promise<Finding> {
  const binary = await findRedisBinary(join(root, '.ragfleet', 'redis'));
  return binary === null
    ? ill(
        'redis binary',
        'no redis-server or valkey-server, 6.2 or newer',
        'Run `npm start`, which installs one or says how.',
      )
    : well('redis binary', binary);
}

async function checkDisk(folder: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(folder);
  return toDiskFinding(Math.floor((bavail * bsize) / 1_048_576));
}

export function toDiskFinding(freeMb: number): Finding {
  return freeMb >= NEEDED_DISK_MB
    ? well('disk', `${freeMb} MB free`)
    : ill('disk', `${freeMb} MB free`, `Free ${NEEDED_DISK_MB} MB: the stores keep their data on this disk.`);
}
