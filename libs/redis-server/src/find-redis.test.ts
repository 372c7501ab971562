import { expect, test } from 'vitest';
import { isRecentEnough } from './find-redis.ts';
import { installCommandFor } from './install-with-package-manager.ts';

test.each([
  ['Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0', true],
  ['Valkey server v=8.1.0 sha=00000000:0', true],
  ['Redis server v=6.2.0 sha=0', true],
  ['Redis server v=6.0.16 sha=0', false],
  ['Redis server v=10.0.0 sha=0', true],
  ['command not found', false],
])('%s is recent enough: %s', (text, expected) => {
  expect(isRecentEnough(text)).toBe(expected);
});

test('a machine without a known package manager is told what to install', () => {
  expect(installCommandFor(null)).toMatch(/install redis-server 6\.2 or newer/);
});
