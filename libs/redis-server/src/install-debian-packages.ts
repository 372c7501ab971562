import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launcherIn } from './find-redis.ts';
import { pathOfProgram, runCommand } from './run-command.ts';

const DOWNLOAD_TIMEOUT_MS = 180_000;
const PACKAGE_NAME = /^[a-z0-9][a-z0-9+.:-]+$/;

/**
 * Debian and Ubuntu without root: downloads Redis and the libraries that this machine lacks, unpacks them into
 * `installDir` and leaves a launcher there. Nothing outside that folder changes. False when any step failed.
 */
export async function installDebianPackages(installDir: string): Promise<boolean> {
  if ((await pathOfProgram('apt-get')) === null || (await pathOfProgram('dpkg')) === null) return false;
  const archives = join(installDir, 'archives');
  const root = join(installDir, 'root');
  await Promise.all([archives, root].map((dir) => mkdir(dir, { recursive: true })));
  const apt = await aptOptions(installDir);
  const packages = await missingPackages(apt);
  if (packages.length === 0) return false;
  const options = { timeoutMs: DOWNLOAD_TIMEOUT_MS, cwd: archives };
  const downloaded = await runCommand('apt-get', [...apt, 'download', ...packages], options);
  if (!downloaded.ok || !(await unpackAll(archives, root))) return false;
  await Promise.all([archives, aptDirIn(installDir)].map((dir) => rm(dir, { recursive: true, force: true })));
  await writeLauncher(installDir, root);
  return true;
}

const aptDirIn = (installDir: string): string => join(installDir, 'apt');

/** The machine's package lists when it has them; else lists of our own, which need no root. */
async function aptOptions(installDir: string): Promise<string[]> {
  const known = await runCommand('apt-cache', ['show', 'redis-server'], { timeoutMs: 30_000 });
  if (known.ok && known.stdout.includes('Package:')) return [];
  const lists = aptDirIn(installDir);
  await mkdir(join(lists, 'lists', 'partial'), { recursive: true });
  await mkdir(join(lists, 'cache', 'archives', 'partial'), { recursive: true });
  const own = ['-o', `Dir::State::lists=${join(lists, 'lists')}`, '-o', `Dir::Cache=${join(lists, 'cache')}`];
  await runCommand('apt-get', [...own, 'update', '-qq'], { timeoutMs: DOWNLOAD_TIMEOUT_MS });
  return own;
}

/** `redis-server`, `redis-tools` and everything they need that is not installed. */
async function missingPackages(apt: readonly string[]): Promise<string[]> {
  const args = ['depends', '--recurse', '--no-recommends', '--no-suggests', '--no-conflicts', '--no-breaks'];
  const closure = await runCommand(
    'apt-cache',
    [...apt, ...args, '--no-replaces', '--no-enhances', 'redis-server'],
    {
      timeoutMs: 60_000,
    },
  );
  const names = closure.stdout.split('\n').filter((line) => PACKAGE_NAME.test(line));
  const installed = await installedPackages();
  return [...new Set(names)].filter((name) => !installed.has(name) && isNeededToRun(name));
}

async function installedPackages(): Promise<ReadonlySet<string>> {
  const listed = await runCommand('dpkg-query', ['-W', '-f', '${db:Status-Abbrev} ${Package}\n'], {
    timeoutMs: 30_000,
  });
  const lines = listed.stdout.split('\n').filter((line) => line.startsWith('ii'));
  return new Set(lines.map((line) => line.slice(line.lastIndexOf(' ') + 1)));
}

// The rest of the closure (init systems, users, debconf) serves the system service, which is not started here.
const isNeededToRun = (name: string): boolean => /^(redis|lib|lua)/.test(name);

async function unpackAll(archives: string, root: string): Promise<boolean> {
  for (const name of await readdir(archives)) {
    const unpacked = await runCommand('dpkg', ['-x', join(archives, name), root], { timeoutMs: 60_000 });
    if (!unpacked.ok) return false;
  }
  return true;
}

/** A launcher instead of an environment variable, so that whoever starts the server needs not know where it lives. */
async function writeLauncher(installDir: string, root: string): Promise<void> {
  const found = await runCommand('find', [root, '-name', '*.so*', '-printf', '%h\n'], { timeoutMs: 10_000 });
  const libraries = [...new Set(found.stdout.split('\n').filter((line) => line !== ''))].join(':');
  const binary = join(root, 'usr', 'bin', 'redis-server');
  const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
  const script = `#!/bin/sh\nexec env LD_LIBRARY_PATH=${quote(libraries)} ${quote(binary)} "$@"\n`;
  await writeFile(launcherIn(installDir), script);
  await chmod(launcherIn(installDir), 0o755);
}
