import { expect, it } from 'vitest';
import { checkResidency } from './check-residency.ts';

const EU = {
  REGION: 'eu',
  ENCRYPTION_AT_REST: 'true',
  QUEUE_REDIS_URL: 'rediss://queue.eu.example',
  ENDPOINT_REGIONS: '{"*.eu.example": "eu"}',
};

it('says nothing without a region, and that one is kept', () => {
  expect(checkResidency({ QUEUE_REDIS_URL: 'redis://127.0.0.1' })).toEqual([]);
  expect(checkResidency(EU)).toMatchObject([{ check: 'region', ok: true }]);
});

it('names each variable that stands against it, also as the texts of a shell', () => {
  const wrong = { ...EU, CACHE_REDIS_URL: 'redis://cache.eu.example', AUDIT_ALL_QUERIES: 'false' };
  const [finding] = checkResidency(wrong);
  expect(finding).toMatchObject({ check: 'region', ok: false });
  expect(finding?.fix).toContain('CACHE_REDIS_URL: begin it with rediss://');
  expect(finding?.fix).toContain('AUDIT_ALL_QUERIES: set it to true');
});

it('names what is no region', () => {
  expect(checkResidency({ ...EU, REGION: 'moon' })[0]?.fix).toContain('REGION: ');
});
