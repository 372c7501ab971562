import { createTenants } from '@ragfleet/identity';
import { expect, it } from 'vitest';
import { answer, openWorkerStage } from './worker-stage.fixture.ts';

const stage = await openWorkerStage();
const { startWorker, receiver, submit, succeed, until } = stage;
const tenants = createTenants({ redis: stage.redisServer.redis });

it.each([
  [{ hasThinWebhooks: false }, true],
  [{ hasThinWebhooks: true }, false],
  [{ hasThinWebhooks: false, status: 'suspended' as const }, false],
])('of a tenant with %j, a webhook that asks for the result has it: %s', async (facts, isWhole) => {
  await tenants.ensure('acme', 'Acme');
  await tenants.update('acme', facts);
  // A worker of its own knows nothing of the tenant as it was before.
  await startWorker();
  const { url, received } = await receiver(answer(200));
  const queryId = await submit(url);
  await succeed(queryId);
  await until(queryId, 'delivered');
  expect(received).toHaveLength(1);
  expect(received[0]?.body.toString().includes('"result"')).toBe(isWhole);
});
