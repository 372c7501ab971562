import { createSealer } from '@ragfleet/sealing';
import { openTestRedis } from '@ragfleet/test-support';
import { expect, it } from 'vitest';
import { openCutConnection } from '../cut-connection.fixture.ts';
import { createWebhookSecrets } from './webhook-secrets.ts';

const server = await openTestRedis();
const { redis } = server;
const sealer = createSealer(Buffer.alloc(32, 7).toString('base64'));

it('who signs much sees a rotation after a second, and until then what stays valid', async () => {
  let ms = 0;
  const clock = { nowMs: () => 1_800_000_000_000 + ms, monotonicMs: () => ms };
  const secrets = createWebhookSecrets({ redis, sealer, clock });
  const [first] = await secrets.recent('acme');
  const rotated = await secrets.rotate('acme');
  ms = 999;
  expect(await secrets.recent('acme')).toEqual([first]);
  expect(await secrets.current('acme')).toEqual(rotated);
  ms = 1_000;
  expect(await secrets.recent('acme')).toEqual(rotated);
  expect(rotated).toContain(first);
});

it('a rotation whose connection is cut before the reply is one, and keeps the secret in use', async () => {
  const connection = await openCutConnection(server);
  const secrets = createWebhookSecrets({ redis: connection.redis, sealer });
  const [inUse] = await secrets.current('globex');
  connection.cutAfter(/eval[^]*webhook-secret/i);
  const rotated = await secrets.rotate('globex');
  expect([connection.cuts(), rotated.length, rotated[1]]).toEqual([1, 2, inUse]);
  expect(await createWebhookSecrets({ redis, sealer }).current('globex')).toEqual(rotated);
});
