import { join } from 'node:path';
import { pathOfProgram, runCommand } from './run-command.ts';

/** Streams, `XAUTOCLAIM` and `GETDEL` all exist from here on; BullMQ asks for it too. */
const OLDEST_VERSION = [6, 2] as const;
const PROGRAMS = ['redis-server', 'valkey-server'] as const;

/** The launcher that an installation without root leaves in its folder. */
export const launcherIn = (installDir: string): string => join(installDir, 'redis-server');

/** The first usable server: on PATH, or from an earlier installation in `installDir`. null when there is none. */
export async function findRedisBinary(installDir: string): Promise<string | null> {
  const onPath = await Promise.all(PROGRAMS.map(pathOfProgram));
  for (const binary of [...onPath, launcherIn(installDir)]) {
    if (binary !== null && (await isUsable(binary))) return binary;
  }
  return null;
}

/** True when the binary starts on this machine and is recent enough. */
export async function isUsable(binary: string): Promise<boolean> {
  const { ok, stdout } = await runCommand(binary, ['--version'], { timeoutMs: 10_000 });
  return ok && isRecentEnough(stdout);
}

export function isRecentEnough(versionText: string): boolean {
  const match = /\bv=(\d+)\.(\d+)/.exec(versionText);
  if (match === null) return false;
  const [major, minor] = [Number(match[1]), Number(match[2])];
  return major > OLDEST_VERSION[0] || (major === OLDEST_VERSION[0] && minor >= OLDEST_VERSION[1]);
}
