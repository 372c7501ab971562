import { requireResidency } from '@ragfleet/residency';
import { readConfig } from '@ragfleet/service-runtime';
import { describe, expect, it } from 'vitest';
import { configSchema } from '../config.ts';

/** What main asks before anything is opened: the region that is kept to, null for none, or a refusal. */
function regionWith(variables: NodeJS.ProcessEnv): string | null {
  const config = readConfig(configSchema, {
    QUEUE_REDIS_URL: 'rediss://queue.internal:6379',
    CACHE_REDIS_URL: 'rediss://cache.internal:6379',
    DATABASE_URL: 'postgres://rag@db.internal/rag?sslmode=verify-full',
    RAGFLEET_MASTER_KEY: Buffer.alloc(32).toString('base64'),
    REGION: 'eu',
    ENDPOINT_REGIONS: '{"*.internal": "eu"}',
    ENCRYPTION_AT_REST: 'true',
    ...variables,
  });
  return requireResidency(config);
}

describe('variables of regions', () => {
  it('REGION: which region the process keeps to', () => {
    expect(regionWith({ REGION: 'eu' })).toBe('eu');
    expect(regionWith({ REGION: '' })).toBeNull();
    expect(() => regionWith({ REGION: 'us' })).toThrow(/QUEUE_REDIS_URL: it is in eu: take one in us/);
  });

  it('ENDPOINT_REGIONS: where the hosts are whose names do not tell it', () => {
    expect(regionWith({ ENDPOINT_REGIONS: '{"*.internal": "eu"}' })).toBe('eu');
    expect(() => regionWith({ ENDPOINT_REGIONS: '{}' })).toThrow(/its region is not known/);
  });

  it('ENCRYPTION_AT_REST: whether the operator states it', () => {
    expect(regionWith({ ENCRYPTION_AT_REST: 'true' })).toBe('eu');
    expect(() => regionWith({ ENCRYPTION_AT_REST: 'false' })).toThrow(/ENCRYPTION_AT_REST: .*true/);
  });

  it('ALLOW_CROSS_REGION_FALLBACK: whether models of another region may be configured', () => {
    const elsewhere = { OPENAI_API_KEY: 'k', EMBEDDING_MODEL: 'local' };
    expect(regionWith({ ...elsewhere, ALLOW_CROSS_REGION_FALLBACK: 'true' })).toBe('eu');
    expect(() => regionWith({ ...elsewhere, ALLOW_CROSS_REGION_FALLBACK: 'false' })).toThrow(
      /OPENAI_BASE_URL/,
    );
  });
});
