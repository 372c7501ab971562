import { describe, expect, it } from 'vitest';
import { toDiskFinding } from './check-machine.ts';
import { checkMasterKeys } from './check-keys.ts';
import {
  checkCachePolicy,
  checkPersistence,
  checkQueuePolicy,
  checkVersion,
  parseRedisInfo,
  toClockFinding,
} from './check-redis.ts';
import { checkPgvector } from './check-store.ts';

const info = (...lines: readonly string[]) => parseRedisInfo(['# Server', ...lines, ''].join('\r\n'));

describe('what the doctor makes of a Redis', () => {
  it('is its version, of either product', () => {
    expect(checkVersion('queue redis', info('redis_version:8.2.1')).detail).toBe('Redis 8.2.1');
    const valkey = info('redis_version:7.2.4', 'valkey_version:8.0.1');
    expect(checkVersion('queue redis', valkey)).toMatchObject({ ok: true, detail: 'Valkey 8.0.1' });
    expect(checkVersion('queue redis', info('redis_version:6.2.0')).ok).toBe(true);
    expect(checkVersion('queue redis', info('redis_version:6.0.16')).fix).toContain('6.2 or newer');
    expect(checkVersion('queue redis', info()).ok).toBe(false);
  });

  it('is what it does when it is full, and what it keeps', () => {
    expect(checkQueuePolicy(info('maxmemory_policy:noeviction')).ok).toBe(true);
    expect(checkQueuePolicy(info('maxmemory_policy:volatile-lru')).ok).toBe(false);
    expect(checkPersistence(info('aof_enabled:0')).ok).toBe(false);
    expect(checkCachePolicy(info('maxmemory_policy:allkeys-lfu', 'maxmemory:1')).ok).toBe(true);
    expect(checkCachePolicy(info('maxmemory_policy:allkeys-lru', 'maxmemory:0')).detail).toContain('without');
    expect(checkCachePolicy(info('maxmemory_policy:noeviction', 'maxmemory:1')).ok).toBe(false);
  });

  it('is how far its clock is away', () => {
    expect(toClockFinding('queue redis', -1_500).ok).toBe(true);
    expect(toClockFinding('queue redis', 2_500).detail).toBe('2.5 s ahead of this machine');
    expect(toClockFinding('queue redis', -9_000).detail).toBe('9.0 s behind this machine');
  });
});

describe('what the doctor makes of the rest', () => {
  it('is whether pgvector is new enough, where it is', () => {
    expect(checkPgvector('0.8.0').ok).toBe(true);
    expect(checkPgvector('1.0.0').ok).toBe(true);
    expect(checkPgvector('0.7.4').fix).toContain('ALTER EXTENSION');
    expect(checkPgvector(null).ok).toBe(true);
  });

  it('is whether the disk holds more', () => {
    expect(toDiskFinding(1_024).ok).toBe(true);
    expect(toDiskFinding(1_023).fix).toContain('Free 1024 MB');
  });

  it('is the form of a master key, and never the key', () => {
    const key = Buffer.alloc(32, 7).toString('base64');
    expect(checkMasterKeys({})).toEqual([]);
    expect(checkMasterKeys({ RAGFLEET_MASTER_KEY: '' })).toEqual([]);
    expect(checkMasterKeys({ RAGFLEET_MASTER_KEY: key })).toMatchObject([{ ok: true }]);
    const wrong = checkMasterKeys({ RAGFLEET_MASTER_KEY: 'too-short-a-word' });
    expect(wrong).toMatchObject([{ ok: false, fix: 'Make one with: openssl rand -base64 32' }]);
    expect(JSON.stringify(wrong)).not.toContain('too-short');
  });
});
