import { Fault } from '@ragfleet/kernel';
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { findRedisBinary, isUsable, launcherIn } from './find-redis.ts';
import { installDebianPackages } from './install-debian-packages.ts';
import {
  findPackageManager,
  installCommandFor,
  installWithPackageManager,
  mayUse,
} from './install-with-package-manager.ts';

export interface EnsureRedisOptions {
  /** Where an installation without root goes, and where an earlier one is found. */
  readonly installDir: string;
  /** Told what is being done, one line at a time. */
  readonly log: (line: string) => void;
}

/**
 * The path of a Redis or Valkey server that runs on this machine; installs one when there is none.
 * Throws a Fault `unavailable` whose message holds the exact command to run when it could not.
 */
export async function ensureRedisBinary(options: EnsureRedisOptions): Promise<string> {
  const installDir = resolve(options.installDir);
  const found = await findRedisBinary(installDir);
  if (found !== null) return found;
  return (await install(installDir, options.log)) ?? (await failWithCommand());
}

async function install(installDir: string, log: (line: string) => void): Promise<string | null> {
  const manager = await findPackageManager();
  if (manager !== null && mayUse(manager, process.getuid?.() === 0)) {
    log(`Redis is not installed: installing it with ${manager.program}`);
    const binary = (await installWithPackageManager(manager)) ? await findRedisBinary(installDir) : null;
    if (binary !== null) return binary;
  }
  await mkdir(installDir, { recursive: true });
  log('Redis is not installed: unpacking it into a folder of its own');
  const unpacked = await installDebianPackages(installDir);
  return unpacked && (await isUsable(launcherIn(installDir))) ? launcherIn(installDir) : null;
}

async function failWithCommand(): Promise<never> {
  const command = installCommandFor(await findPackageManager());
  throw new Fault(
    'unavailable',
    `Ragfleet needs a Redis server (6.2 or newer) or Valkey, and could not install one. Run this, then try again: ${command}`,
  );
}
