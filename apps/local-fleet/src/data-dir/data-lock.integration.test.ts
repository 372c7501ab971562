import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeDataLock } from './data-lock.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ragfleet-lock-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

test('a folder belongs to one fleet at a time', async () => {
  const lock = await takeDataLock(dir);
  expect(lock).not.toBeNull();
  expect(await takeDataLock(dir)).toBeNull();
  await lock?.release();
  expect(await takeDataLock(dir)).not.toBeNull();
});

test('a folder that cannot be made says the fix', async () => {
  const inside = join(dir, 'file', 'data');
  await writeFile(join(dir, 'file'), '');
  await expect(takeDataLock(inside)).rejects.toMatchObject({
    kind: 'invalid-input',
    message: expect.stringMatching(/^Nothing can be written to .*--data-dir/) as string,
  });
});

test('the lock of a killed fleet is taken over once its processes are gone', async () => {
  const orphan = spawn('sleep', ['0.5']);
  const startedAt = performance.now();
  const dead = { pid: 4_194_304, startedAt: null };
  const stale = { owner: dead, processes: [{ pid: orphan.pid, startedAt: null }] };
  await writeFile(join(dir, 'fleet.lock'), JSON.stringify(stale));
  const ended = once(orphan, 'exit').then(() => performance.now() - startedAt);
  expect(await takeDataLock(dir)).not.toBeNull();
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(await ended);
});

test('the lock of a killed fleet goes to one of those that wait for it', async () => {
  const orphan = spawn('sleep', ['0.5']);
  const dead = { pid: 4_194_304, startedAt: null };
  const stale = { owner: dead, processes: [{ pid: orphan.pid, startedAt: null }] };
  await writeFile(join(dir, 'fleet.lock'), JSON.stringify(stale));
  const locks = await Promise.all([takeDataLock(dir), takeDataLock(dir), takeDataLock(dir)]);
  expect(locks.filter((lock) => lock !== null)).toHaveLength(1);
  await locks.find((lock) => lock !== null)?.release();
  expect(await readdir(dir)).toEqual([]);
});

test('the lock of a killed fleet is taken over, although a fleet was killed while it did the same', async () => {
  const left = JSON.stringify({ owner: { pid: 4_194_304, startedAt: null }, processes: [] });
  const right = `fleet.lock.${createHash('sha256').update(left).digest('hex').slice(0, 16)}`;
  for (const name of ['fleet.lock', right]) await writeFile(join(dir, name), left);
  expect(await takeDataLock(dir)).not.toBeNull();
  expect(await readdir(dir)).toEqual(['fleet.lock']);
});

test('a number that went to another process since is not the fleet', async () => {
  const reused = { owner: { pid: process.pid, startedAt: '1' }, processes: [] };
  await writeFile(join(dir, 'fleet.lock'), JSON.stringify(reused));
  expect(await takeDataLock(dir)).not.toBeNull();
});

test('a lock that was left half-written is taken over', async () => {
  await writeFile(join(dir, 'fleet.lock'), '{"own');
  expect(await takeDataLock(dir)).not.toBeNull();
});
