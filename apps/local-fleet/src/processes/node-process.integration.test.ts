import { isPortFree } from '@ragfleet/redis-server';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPortClaims, type PortClaims } from '../data-dir/port-claims.ts';
import { findFreePorts } from '../data-dir/ports.ts';
import type { RunningProcess } from '../supervisor/contract.ts';
import { type LogFile, openLogFile } from '../supervisor/log-file.ts';
import { supervise } from '../supervisor/supervise.ts';
import { nodeProcess } from './node-process.ts';
import { listensOn } from './ready-probes.ts';

const SERVER = `
import { createServer } from 'node:net';
console.log('hello from ' + process.env['NAME']);
createServer().listen(Number(process.env['PORT']), '127.0.0.1');
`;

let dir: string;
let port: number;
let claims: PortClaims;
let log: LogFile;
const running: RunningProcess[] = [];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ragfleet-node-process-'));
  claims = createPortClaims();
  [port = 0] = await findFreePorts(claims, 1);
  log = openLogFile(join(dir, 'app.log'));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((process) => process.stop(1_000)));
  log.close();
  await claims.release();
  await rm(dir, { recursive: true, force: true });
});

const specOf = async (source: string) => {
  const script = join(dir, 'app.ts');
  await writeFile(script, source);
  const environment = { NAME: 'fixture', PORT: String(port) };
  return nodeProcess({
    name: 'fixture',
    script,
    environment,
    maxHeapMb: 64,
    log,
    isReady: () => listensOn(port),
  });
};
const never = new AbortController().signal;
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('is ready when its port answers, and writes what it says into its log', async () => {
  const spec = await specOf(SERVER);
  running.push(await spec.start(never));
  expect(await listensOn(port)).toBe(true);
  await vi.waitFor(() => expect(log.tail()).toContain('hello from fixture'));
});

test('stops at SIGTERM, and at SIGKILL when it does not listen to that', async () => {
  const stubborn = await (await specOf(`process.on('SIGTERM', () => {});${SERVER}`)).start(never);
  await stubborn.stop(100);
  expect(await stubborn.exited).toBeNull();
  expect(await isPortFree(port)).toBe(true);
});

const DRAINS = `
let told = 0;
process.on('SIGTERM', () => {
  told += 1;
  console.log('told ' + told);
  setTimeout(() => { console.log('drained'); process.exit(told); }, 300);
});
console.log('listening for signals');`;

test('is told to stop once, however many ask', async () => {
  const draining = await (await specOf(`${DRAINS}${SERVER}`)).start(never);
  const first = draining.stop(10_000);
  await vi.waitFor(() => expect(log.tail()).toContain('told 1'));
  await Promise.all([first, draining.stop(10_000)]);
  expect(await draining.exited).toBe(1);
});

test('one that starts may end what it has begun when it is told to stop', async () => {
  const controller = new AbortController();
  const start = (await specOf(`${DRAINS} setInterval(() => {}, 1000);`)).start(controller.signal);
  const outcome = start.catch((error: unknown) => String(error));
  await vi.waitFor(() => expect(log.tail()).toContain('listening for signals'));
  controller.abort();
  expect(await outcome).toContain('drained');
});

test('one that ends while it starts is an error with its last words', async () => {
  const spec = await specOf(`console.error('the configuration is not usable'); process.exit(1);`);
  await expect(spec.start(never)).rejects.toThrow(/ended while it was starting[\s\S]*not usable/);
});

test('a stop during the start ends the process', async () => {
  const controller = new AbortController();
  const spec = await specOf(`console.log('waiting'); setInterval(() => {}, 1000);`);
  const start = spec.start(controller.signal);
  const outcome = start.catch((error: unknown) => String(error));
  await vi.waitFor(() => expect(log.tail()).toContain('waiting'));
  controller.abort();
  expect(await outcome).toContain('did not become ready');
});

test('a supervised process that is killed with SIGKILL comes back on its port', async () => {
  const events = { onCrash: () => undefined, onUp: () => undefined };
  const supervised = supervise(await specOf(SERVER), events);
  await supervised.start();
  const first = supervised.pid() ?? 0;
  process.kill(first, 'SIGKILL');
  await vi.waitFor(() => expect(supervised.pid()).not.toBeOneOf([null, first]));
  expect(await listensOn(port)).toBe(true);
  await supervised.stop(1_000);
  expect(await isPortFree(port)).toBe(true);
});

test('no process is left when the supervisor is killed with SIGKILL', async () => {
  await specOf(SERVER);
  const modules = new URL('..', import.meta.url).href;
  const owner = `
import { nodeProcess } from '${modules}processes/node-process.ts';
import { listensOn } from '${modules}processes/ready-probes.ts';
import { openLogFile } from '${modules}supervisor/log-file.ts';
const running = await nodeProcess({ name: 'fixture', script: ${JSON.stringify(join(dir, 'app.ts'))}, environment: { PORT: '${port}' },
  maxHeapMb: 64, log: openLogFile(${JSON.stringify(join(dir, 'owned.log'))}), isReady: () => listensOn(${port}) }).start(new AbortController().signal);
console.log(running.pid);
setInterval(() => {}, 1000);
`;
  const supervisor = spawn(process.execPath, ['--input-type=module-typescript', '-e', owner], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pid = Number(String(await once(supervisor.stdout, 'data')));
  expect(isAlive(pid)).toBe(true);
  supervisor.kill('SIGKILL');
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { interval: 50 });
  expect(await isPortFree(port)).toBe(true);
});
