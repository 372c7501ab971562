import { findFreePort } from '@ragfleet/redis-server';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPortClaims } from './port-claims.ts';

let dir: string;
let port: number;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ragfleet-ports-'));
  port = await findFreePort();
});
afterEach(() => rm(dir, { recursive: true, force: true }));

test('a port goes to one of the fleets that start at one moment, and to another when that one has ended', async () => {
  const fleets = Array.from({ length: 5 }, () => createPortClaims(dir));
  const got = await Promise.all(fleets.map((fleet) => fleet.claim(port)));
  expect(got.filter(Boolean)).toHaveLength(1);
  await fleets[got.indexOf(true)]?.release();
  expect(await fleets[got.indexOf(false)]?.claim(port)).toBe(true);
});

test('a port that somebody listens on is not claimed', async () => {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  expect(await createPortClaims(dir).claim(port)).toBe(false);
  expect(await readdir(dir)).toEqual([]);
  server.close();
  await once(server, 'close');
  expect(await createPortClaims(dir).claim(port)).toBe(true);
});

test('what a killed fleet had claimed goes to one of those that find it', async () => {
  await writeFile(join(dir, String(port)), JSON.stringify({ pid: process.pid, startedAt: '1' }));
  const got = await Promise.all(Array.from({ length: 5 }, () => createPortClaims(dir).claim(port)));
  expect(got.filter(Boolean)).toHaveLength(1);
  expect(await readdir(dir)).toEqual([String(port)]);
});

test('what a killed fleet had claimed is taken over', async () => {
  await writeFile(join(dir, String(port)), JSON.stringify({ pid: process.pid, startedAt: '1' }));
  expect(await createPortClaims(dir).claim(port)).toBe(true);
});
