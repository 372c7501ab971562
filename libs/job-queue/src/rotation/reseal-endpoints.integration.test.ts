import { randomBytes } from 'node:crypto';
import { systemClock } from '@ragfleet/kernel';
import { createSealer } from '@ragfleet/sealing';
import { openTestRedis } from '@ragfleet/test-support';
import { expect, it } from 'vitest';
import { createEndpoints } from '../webhooks/endpoints/create-endpoints.ts';
import { createEndpointHealth } from '../webhooks/endpoints/endpoint-health.ts';
import { resealEndpoints } from './reseal-endpoints.ts';

const newKey = (): string => randomBytes(32).toString('base64');
const [first, second] = [newKey(), newKey()] as const;
const [before, during, after] = [
  createSealer(first),
  createSealer(second, [first]),
  createSealer(second),
] as const;
const { redis } = await openTestRedis();
const healthUnder = (sealer: typeof before) => createEndpointHealth({ redis, sealer, clock: systemClock });
const { signal } = new AbortController();
const [gone, busy] = ['https://example.com/gone', 'https://example.com/busy'] as const;

it('moves what is known of an endpoint to its new name, and keeps what was learned since', async () => {
  const old = healthUnder(before);
  await old.note('acme', gone, { kind: 'gone', httpStatus: 410, error: 'It is gone.' });
  await old.note('acme', busy, { kind: 'gone', httpStatus: 410, error: 'It is gone.' });
  await healthUnder(during).note('acme', busy, { kind: 'success', httpStatus: 200 });

  expect(await resealEndpoints({ redis, sealer: during, signal })).toMatchObject({
    resealed: 2,
    unreadable: 0,
  });

  const now = healthUnder(after);
  expect(await now.disabledReason('acme', gone)).toBe('gone');
  expect(await now.disabledReason('acme', busy)).toBeNull();
  const { endpoints } = await createEndpoints(redis, after).list({
    tenantId: 'acme',
    isDisabled: null,
    limit: 10,
    startingAfter: null,
  });
  expect(endpoints.map(({ url }) => url).toSorted()).toEqual([busy, gone]);
  expect(await resealEndpoints({ redis, sealer: during, signal })).toMatchObject({ resealed: 0 });
});
