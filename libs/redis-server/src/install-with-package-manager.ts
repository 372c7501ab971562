import { pathOfProgram, runCommand } from './run-command.ts';

export interface PackageManager {
  readonly program: string;
  /** Commands in order; the last one decides. */
  readonly commands: readonly (readonly string[])[];
  readonly needsRoot: boolean;
}

const INSTALL_TIMEOUT_MS = 180_000;

const PACKAGE_MANAGERS: readonly PackageManager[] = [
  {
    program: 'apt-get',
    commands: [
      ['update', '-qq'],
      ['install', '-y', '-qq', '--no-install-recommends', 'redis-server'],
    ],
    needsRoot: true,
  },
  { program: 'apk', commands: [['add', '--no-cache', 'redis']], needsRoot: true },
  { program: 'dnf', commands: [['install', '-y', '-q', 'redis']], needsRoot: true },
  { program: 'yum', commands: [['install', '-y', '-q', 'redis']], needsRoot: true },
  { program: 'brew', commands: [['install', '--quiet', 'redis']], needsRoot: false },
];

// Debian's package starts a server of its own on port 6379; at run level 1 it does not, unless systemd runs the machine.
const VARIABLES = ['DEBIAN_FRONTEND=noninteractive', 'RUNLEVEL=1', 'HOMEBREW_NO_AUTO_UPDATE=1'];

/** The first package manager of this machine that knows a Redis package, or null. */
export async function findPackageManager(): Promise<PackageManager | null> {
  for (const manager of PACKAGE_MANAGERS) {
    if ((await pathOfProgram(manager.program)) !== null) return manager;
  }
  return null;
}

/** brew refuses root; every other manager needs it. */
export const mayUse = (manager: PackageManager, isRoot: boolean): boolean => manager.needsRoot === isRoot;

/** Installs Redis for the whole machine. False when the manager refused. */
export async function installWithPackageManager(manager: PackageManager): Promise<boolean> {
  let ok = false;
  for (const args of manager.commands) {
    ({ ok } = await runCommand(manager.program, args, {
      timeoutMs: INSTALL_TIMEOUT_MS,
      variables: VARIABLES,
    }));
  }
  return ok;
}

/** What a person types to get Redis here, ready to paste. */
export function installCommandFor(manager: PackageManager | null): string {
  if (manager === null)
    return 'install redis-server 6.2 or newer (or valkey-server) and put it on PATH: https://redis.io/docs/latest/operate/oss_and_stack/install/';
  const prefix = manager.needsRoot ? 'sudo ' : '';
  return manager.commands.map((args) => `${prefix}${manager.program} ${args.join(' ')}`).join(' && ');
}
