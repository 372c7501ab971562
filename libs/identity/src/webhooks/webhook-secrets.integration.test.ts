import { createSealer } from '@ragfleet/sealing';
import { openTestRedis } from '@ragfleet/test-support';
import { expect, it } from 'vitest';
import { createWebhookSecrets } from './webhook-secrets.ts';

const { redis } = await openTestRedis();
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
