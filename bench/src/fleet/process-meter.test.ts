import { expect, test } from 'vitest';
import { cpuUsFrom, cpuUsOf, residentBytesFrom, residentBytesOf } from './process-meter.ts';

const STAT = '4711 (a) b (c) S 1 4711 4711 0 -1 4194560 100 200 3 4 150 50 7 8 20 0 11 0 99 1000 200';

test('user and system time of a process alone, whatever its program is called', () => {
  expect(cpuUsFrom(STAT)).toBe(2_000_000);
});
test('resident memory in bytes', () => {
  expect(residentBytesFrom('Name:\tnode\nVmHWM:\t 900 kB\nVmRSS:\t   512 kB\n')).toBe(524_288);
});
test('a text that says neither is refused', () => {
  expect(() => cpuUsFrom('4711 (node) Z')).toThrow('spent');
  expect(() => residentBytesFrom('Name:\tnode\n')).toThrow('memory');
});
test('what this process says of itself is what the kernel says of it', async () => {
  const { user, system } = process.cpuUsage();
  expect(await cpuUsOf(process.pid)).toBeGreaterThan((user + system) / 2);
  expect((await residentBytesOf(process.pid)) / process.memoryUsage.rss()).toBeCloseTo(1, 0);
});
