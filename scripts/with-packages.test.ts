import { spawn, type SpawnOptions } from 'node:child_process';
import { chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const SCRIPT = fileURLToPath(new URL('with-packages.mjs', import.meta.url));
const LOCKFILE = { packages: { '': {}, 'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' } } };
/** Stands in for npm: counts its calls and leaves what `npm ci` leaves. */
const NPM = `
const fs = require('node:fs');
fs.appendFileSync('npm-calls', process.argv.slice(2).join(' ') + '\\n');
if (fs.existsSync('npm-fails')) process.exit(1);
fs.mkdirSync('node_modules/.bin', { recursive: true });
fs.copyFileSync('package-lock.json', 'node_modules/.package-lock.json');
console.log('added 1 package');
`;
const ECHO = `console.log(JSON.stringify(process.argv.slice(2)) satisfies void); process.exit(3);`;

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'ragfleet-with-packages-'));
  await mkdir(join(root, 'scripts'));
  await copyFile(SCRIPT, join(root, 'scripts/with-packages.mjs'));
  await writeLockfile(LOCKFILE);
  await writeFile(join(root, 'npm.cjs'), NPM);
  await writeFile(join(root, 'echo.ts'), ECHO);
});
afterEach(() => rm(root, { recursive: true, force: true }));

const writeLockfile = (content: object): Promise<void> =>
  writeFile(join(root, 'package-lock.json'), JSON.stringify(content));
const npmCalls = async (): Promise<string[]> =>
  (await readFile(join(root, 'npm-calls'), 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');

const start = (
  args: readonly string[],
  environment: NodeJS.ProcessEnv = {},
  { cwd }: Pick<SpawnOptions, 'cwd'> = {},
) => {
  const options: SpawnOptions = {
    cwd,
    env: { PATH: process.env['PATH'], npm_execpath: join(root, 'npm.cjs'), ...environment },
  };
  const child = spawn(process.execPath, [join(root, 'scripts/with-packages.mjs'), ...args], options);
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (bytes) => (output.stdout += String(bytes)));
  child.stderr?.on('data', (bytes) => (output.stderr += String(bytes)));
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.once('close', (code) => resolve({ code, ...output }));
  });
  return { child, output, ended };
};
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};
const run = (...args: readonly string[]) => start(args).ended;

test('installs missing packages once and keeps standard output for the script', async () => {
  const first = await run('echo.ts');
  expect(first).toMatchObject({ code: 3, stdout: '[]\n' });
  expect(first.stderr).toContain('added 1 package');
  await run('echo.ts');
  expect(await npmCalls()).toEqual(['ci --ignore-scripts --no-audit --no-fund --loglevel=error']);
});

test('installs again when the lockfile names another version', async () => {
  await run('echo.ts');
  await writeLockfile({ packages: { 'node_modules/a': { version: '2.0.0', integrity: 'sha512-b' } } });
  await run('echo.ts');
  expect(await npmCalls()).toHaveLength(2);
});

test('leaves packages alone that somebody installed by hand, and optional ones of other platforms', async () => {
  await mkdir(join(root, 'node_modules'));
  await writeFile(join(root, 'node_modules/.package-lock.json'), JSON.stringify(LOCKFILE));
  await writeLockfile({
    packages: { ...LOCKFILE.packages, 'node_modules/other': { version: '1.0.0', optional: true } },
  });
  await run('echo.ts');
  expect(await npmCalls()).toEqual([]);
});

test('two at once install once', async () => {
  const ends = await Promise.all([run('echo.ts'), run('echo.ts')]);
  expect(ends.map(({ code }) => code)).toEqual([3, 3]);
  expect(await npmCalls()).toHaveLength(1);
});

test('a lock that a dead installation left behind is taken over', async () => {
  await mkdir(join(root, '.ragfleet'));
  await writeFile(join(root, '.ragfleet/install.lock'), '4194304');
  expect((await run('echo.ts')).code).toBe(3);
});

test('a failed installation ends with the fix and runs nothing', async () => {
  await writeFile(join(root, 'npm-fails'), '');
  const { code, stdout, stderr } = await run('echo.ts');
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain('npm ci failed');
});

test('passes arguments on as they are', async () => {
  expect((await run('echo.ts', '--exit', '--json', 'a b')).stdout).toBe('["--exit","--json","a b"]\n');
});

test('runs a script that is named from anywhere, by its whole path', async () => {
  const elsewhere = { cwd: tmpdir() };
  const named = await start([join(root, 'echo.ts'), 'a'], {}, elsewhere).ended;
  expect(named).toMatchObject({ code: 3, stdout: '["a"]\n' });
});

test('a relative path is one of the folder that npm was called in, not of the one that npm goes to', async () => {
  await writeFile(join(root, 'where.ts'), 'console.log(process.cwd());');
  await mkdir(join(root, 'libs'));
  const fromNpm = { npm_lifecycle_event: 'start', INIT_CWD: join(root, 'libs') };
  expect((await start(['where.ts'], fromNpm, { cwd: root }).ended).stdout).toBe(`${join(root, 'libs')}\n`);
});

test('where no npm has gone elsewhere, the folder stays what it is', async () => {
  await writeFile(join(root, 'where.ts'), 'console.log(process.cwd());');
  await mkdir(join(root, 'libs'));
  const inNpmOfAnother = { npm_lifecycle_event: 'start', INIT_CWD: root };
  const ended = await start([join(root, 'where.ts')], inNpmOfAnother, { cwd: join(root, 'libs') }).ended;
  expect(ended.stdout).toBe(`${join(root, 'libs')}\n`);
});

test('hands SIGTERM to the script and ends as the script ended', async () => {
  const script = `process.on('SIGTERM', () => process.exit(9)); setInterval(() => {}, 1000); console.log('up');`;
  await writeFile(join(root, 'wait.ts'), script);
  const { child, output, ended } = start(['wait.ts']);
  await vi.waitFor(() => expect(output.stdout).toBe('up\n'));
  child.kill('SIGTERM');
  expect((await ended).code).toBe(9);
});

test('ends the script when npm is killed, and the script sees when this process is', async () => {
  const script = `process.on('disconnect', () => process.exit()); setInterval(() => {}, 1000); console.log(process.pid);`;
  await writeFile(join(root, 'wait.ts'), script);
  const command = 'node scripts/with-packages.mjs wait.ts & echo wrapper $!; wait';
  const env = {
    PATH: process.env['PATH'],
    npm_execpath: join(root, 'npm.cjs'),
    npm_lifecycle_event: 'start',
  };
  const npm = spawn('sh', ['-c', command], { cwd: root, env });
  let stdout = '';
  npm.stdout.on('data', (bytes) => (stdout += String(bytes)));
  await vi.waitFor(() => expect(stdout).toMatch(/wrapper \d+[^]*^\d+$/m));
  const pids = [...stdout.matchAll(/\d+/g)].map(([pid]) => Number(pid));
  npm.kill('SIGKILL');
  await vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]));
});

test('prefers the Node that the packages brought', async () => {
  await run('echo.ts');
  const packaged = join(root, 'node_modules/.bin/node');
  await writeFile(packaged, '#!/bin/sh\n[ "$1" = -p ] && echo 24 || echo packaged');
  await chmod(packaged, 0o755);
  expect((await run('echo.ts')).stdout).toBe('packaged\n');
});

test('an old Node without a packaged one ends with what to install', async () => {
  await run('echo.ts');
  await writeFile(
    join(root, 'old.cjs'),
    `Object.defineProperty(process.versions, 'node', { value: '18.20.0' });`,
  );
  const { code, stderr } = await start(['echo.ts'], { NODE_OPTIONS: `--require ${join(root, 'old.cjs')}` })
    .ended;
  expect(code).toBe(1);
  expect(stderr).toMatch(/No packaged Node runs on .* yours is 18\.20\.0\. Install Node 24/);
});
