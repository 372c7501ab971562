import { describe, expect, it } from 'vitest';
import { openTestRedis } from './open-test-redis.ts';

const { redis, url } = await openTestRedis({ role: 'cache', profile: 'blocking' });

describe('openTestRedis', () => {
  it('is connected to a server of its own, of the role that was asked for', async () => {
    expect(await redis.client('GETNAME')).toBe('test');
    expect(await redis.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'allkeys-lru']);
    expect(url).toContain(String(redis.options.port));
    expect(redis.options.maxRetriesPerRequest).toBeNull();
  });
});
