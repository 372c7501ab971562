import { randomBytes } from 'node:crypto';
import { createApiKeys, createTenantDeletions, createTenants } from '@ragfleet/identity';
import { createSealer } from '@ragfleet/sealing';
import { openTestRedis } from '@ragfleet/test-support';
import { expect, it } from 'vitest';
import { createRemoveTenant } from './remove-tenant.ts';
import { removeTenantFromQueue } from './remove-tenant-from-queue.ts';

const { redis } = await openTestRedis();
const sealer = createSealer(randomBytes(32).toString('base64'));
const apiKeys = createApiKeys({ redis, sealer, environment: 'test' });
const tenants = createTenants({ redis });
const deletions = createTenantDeletions({ redis, tenants });
const never = new AbortController().signal;
const MORE_THAN_CAP = 1_050;

/** As a process of an older release writes it, whatever the tenant is. */
async function writeKey(keyId: string, record: string): Promise<void> {
  await redis.hset(`rf:api-key:${keyId}`, 'record', record);
  await redis.zadd('rf:acme:api-keys', 1, keyId);
}

it('leaves no key that would open the next tenant of that name, also none that is made meanwhile', async () => {
  await tenants.ensure('acme', 'Acme');
  const { keyId } = await apiKeys.create({ tenantId: 'acme', principalId: 'root', role: 'admin' });
  const record = await redis.hget(`rf:api-key:${keyId}`, 'record');
  if (record === null) throw new Error('No record.');
  const writing = Array.from({ length: MORE_THAN_CAP }, (_one, at) => writeKey(`k${at}`, record));
  await Promise.all(writing);
  await tenants.delete('acme');
  const late = ['late'];
  const removeTenant = createRemoveTenant({
    apiKeys,
    store: {
      removeTenantPart: async () => {
        for (const id of late.splice(0)) await writeKey(id, record);
        return { removed: 0, owingVectors: 0 };
      },
    },
    removeFromCache: async () => 0,
    removeFromQueue: (tenantId, signal) => removeTenantFromQueue(redis, tenantId, signal),
  });
  const goes = [await removeTenant('acme', never), await removeTenant('acme', never)];
  expect(goes).toEqual([false, false]);
  expect(await removeTenant('acme', never)).toBe(true);
  expect(await deletions.finish('acme')).toBe(true);
  expect(await redis.keys('rf:*')).toEqual(['rf:fleet:deleted-tenants']);
});
