import { startTestRedis, type TestRedis } from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openKeyTracking } from './open-key-tracking.ts';

let server: TestRedis;
beforeAll(async () => {
  server = await startTestRedis({ role: 'cache' });
});
afterAll(() => server.stop());

/** What the log says, in order. */
function opened(CACHE_NEAR: 'on' | 'off', CACHE_REDIS_URL: string) {
  const lines: unknown[] = [];
  const info = (fields: object, message?: string): void => void lines.push({ ...fields, message });
  return { lines, tracking: openKeyTracking({ CACHE_NEAR, CACHE_REDIS_URL }, { info }) };
}

describe('openKeyTracking', () => {
  it('says in the log when the cache Redis tells of changes, and when it does not', async () => {
    const { lines, tracking } = opened('on', server.url);
    tracking?.start();
    await vi.waitFor(() => expect(lines).toEqual([{ isHearing: true, message: 'near cache' }]), 15_000);
    await server.kill();
    await vi.waitFor(() => expect(lines).toHaveLength(2), 15_000);
    expect(lines[1]).toMatchObject({ isHearing: false, message: 'near cache' });
    await tracking?.stop();
    expect(lines).toHaveLength(2);
  });

  it('is nothing, and says so, where an operator has switched it off', () => {
    const { lines, tracking } = opened('off', server.url);
    expect(tracking).toBeUndefined();
    expect(lines).toEqual([{ isHearing: false, reason: 'CACHE_NEAR is off', message: 'near cache' }]);
  });
});
