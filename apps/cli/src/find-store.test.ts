import { expect, it } from 'vitest';
import type { FleetAddress } from './find-fleet.ts';
import { storeUrl } from './find-store.ts';

const local = {
  ingress_url: 'http://127.0.0.1:1',
  api_keys: {},
  queue_redis_url: 'redis://here',
  postgres_url: 'postgres://here/x',
  operations_urls: {},
};
const fleetOf = (found: FleetAddress['local']) => async (): Promise<FleetAddress> => ({
  url: 'http://127.0.0.1:1',
  keyFor: () => 'k',
  metricsUrl: null,
  local: found,
  dataDir: null,
});
const fleet = fleetOf(local);
const stores = { QUEUE_REDIS_URL: 'redis://elsewhere', DATABASE_URL: 'postgres://elsewhere/x' };

it('is what the variable names, else that of the fleet on this machine', async () => {
  expect(await storeUrl({ fleet, stores }, 'QUEUE_REDIS_URL')).toBe('redis://elsewhere');
  expect(await storeUrl({ fleet, stores }, 'DATABASE_URL')).toBe('postgres://elsewhere/x');
  expect(await storeUrl({ fleet, stores: {} }, 'QUEUE_REDIS_URL')).toBe('redis://here');
  expect(await storeUrl({ fleet, stores: {} }, 'DATABASE_URL')).toBe('postgres://here/x');
});

it('is that of the fleet in the folder that was named, whatever the variable names', async () => {
  const named = { fleet, stores, dataDir: '.ragfleet' };
  expect(await storeUrl(named, 'QUEUE_REDIS_URL')).toBe('redis://here');
  expect(await storeUrl(named, 'DATABASE_URL')).toBe('postgres://here/x');
});

it('counts an empty variable as none', async () => {
  expect(await storeUrl({ fleet, stores: { QUEUE_REDIS_URL: '' } }, 'QUEUE_REDIS_URL')).toBe('redis://here');
});

it.each(['nonsense', 'https://elsewhere', 'redis://elsewhere:port'])(
  'is refused when it is %s, with what the variable takes',
  async (url) => {
    await expect(
      storeUrl({ fleet, stores: { QUEUE_REDIS_URL: url } }, 'QUEUE_REDIS_URL'),
    ).rejects.toMatchObject({
      kind: 'invalid-input',
      message: expect.stringMatching(/QUEUE_REDIS_URL: .*redis:\/\/ or rediss:\/\//) as string,
    });
  },
);

it('is asked for where the fleet does not tell it', async () => {
  await expect(storeUrl({ fleet: fleetOf(null), stores: {} }, 'DATABASE_URL')).rejects.toMatchObject({
    kind: 'invalid-input',
    message: expect.stringContaining('Set DATABASE_URL') as string,
  });
});
