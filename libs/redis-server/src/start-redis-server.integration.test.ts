import { mkdtemp, readdir, rm, stat, truncate } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { ensureRedisBinary } from './ensure-redis-binary.ts';
import { isPortFree } from './free-port.ts';
import { type RedisServer, type RedisServerOptions, startRedisServer } from './start-redis-server.ts';

let binary: string;
const servers: RedisServer[] = [];
const dirs: string[] = [];

beforeAll(async () => {
  binary = await ensureRedisBinary({ installDir: join(tmpdir(), 'unused'), log: () => undefined });
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.stop()));
  await Promise.all(dirs.splice(0).map((dir) => rm(dir, { recursive: true, force: true })));
});

const newDir = async (): Promise<string> => {
  const dir = await mkdtemp(join(tmpdir(), 'ragfleet-redis-server-'));
  dirs.push(dir);
  return dir;
};
const start = async (options: Partial<RedisServerOptions> = {}): Promise<RedisServer> => {
  const dir = options.dir ?? (await newDir());
  const server = await startRedisServer({ binary, role: 'queue', maxMemoryMb: 64, ...options, dir });
  servers.push(server);
  return server;
};

/** One command, raw; the whole reply up to QUIT's. */
const ask = (port: number, command: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port });
    let reply = '';
    socket.once('error', reject);
    socket.on('data', (bytes) => (reply += bytes.toString('utf8')));
    socket.once('close', () => resolve(reply));
    socket.write(`${command}\r\nQUIT\r\n`);
  });

test('a queue server evicts nothing and appends every write to a file', async () => {
  const { port } = await start();
  expect(await ask(port, 'CONFIG GET maxmemory-policy')).toContain('noeviction');
  expect(await ask(port, 'CONFIG GET appendonly')).toContain('yes');
  expect(await ask(port, 'CONFIG GET appendfsync')).toContain('everysec');
});

test('a cache server evicts by age, keeps nothing on disk and has a memory limit', async () => {
  const { port } = await start({ role: 'cache' });
  expect(await ask(port, 'CONFIG GET maxmemory-policy')).toContain('allkeys-lru');
  expect(await ask(port, 'CONFIG GET appendonly')).toContain('no');
  expect(await ask(port, 'CONFIG GET maxmemory')).toContain(String(64 * 1024 * 1024));
});

test('half of a transaction that a power cut left in the file is not done later', async () => {
  const dir = await newDir();
  const first = await start({ dir });
  await ask(first.port, 'MULTI\r\nSET half 1\r\nSET other 1\r\nEXEC');
  await first.kill('SIGKILL');
  await first.exited;
  const folder = join(dir, 'appendonlydir');
  const file = (await readdir(folder)).find((name) => name.endsWith('.incr.aof')) ?? '';
  const { size } = await stat(join(folder, file));
  await truncate(join(folder, file), size - 'EXEC of twenty bytes'.length);
  const second = await start({ dir });
  await ask(second.port, 'MULTI\r\nSET later 1\r\nEXEC');
  await second.kill('SIGKILL');
  await second.exited;
  const third = await start({ dir });
  expect(await ask(third.port, 'KEYS *')).toContain('*1\r\n$5\r\nlater\r\n');
});

test('it listens on the loopback address alone', async () => {
  const { port } = await start();
  expect(await ask(port, 'CONFIG GET bind')).toContain('127.0.0.1');
});

test('a queue server that was killed has its data when it starts again on the same port', async () => {
  const dir = await newDir();
  const first = await start({ dir });
  await ask(first.port, 'SET kept yes');
  await first.kill('SIGKILL');
  expect(await first.exited).toBeNull();
  const second = await start({ dir, port: first.port });
  expect(await ask(second.port, 'GET kept')).toContain('yes');
});

test('stop frees the port, and a second stop does nothing', async () => {
  const server = await start();
  await server.stop();
  await server.stop();
  expect(await isPortFree(server.port)).toBe(true);
});

test('stop ends a server that is frozen', async () => {
  const server = await start();
  await server.kill('SIGSTOP');
  await server.stop();
  expect(await isPortFree(server.port)).toBe(true);
});

test('a port that is taken is an error that shows what the server said', async () => {
  const { port } = await start();
  await expect(start({ port })).rejects.toThrow(/did not start[\s\S]*in use/);
});

test('a binary that does not exist is an error and no crash', async () => {
  await expect(start({ binary: '/nowhere/redis-server' })).rejects.toThrow('did not start');
});
