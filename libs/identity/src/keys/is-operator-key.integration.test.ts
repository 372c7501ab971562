import { randomBytes } from 'node:crypto';
import { queueKeys } from '@ragfleet/contracts';
import { createSealer } from '@ragfleet/sealing';
import { openTestRedis } from '@ragfleet/test-support';
import { expect, it } from 'vitest';
import { createApiKeys, createIsOperatorKey } from '../index.ts';

const { redis } = await openTestRedis();
const sealer = createSealer(randomBytes(32).toString('base64'));
const keys = createApiKeys({ redis, sealer, environment: 'test' });
const isOperatorKey = createIsOperatorKey(redis);

it('knows a key of an operator until it is gone, and no key of a tenant', async () => {
  const [operator, tenant] = [
    await keys.createOperator('ops'),
    await keys.create({ tenantId: 'acme', principalId: 'ada', role: 'admin' }),
  ];
  expect([await isOperatorKey(operator.keyId), await isOperatorKey(tenant.keyId)]).toEqual([true, false]);
  await redis.del(queueKeys.apiKey(operator.keyId));
  expect(await isOperatorKey(operator.keyId)).toBe(false);
});
