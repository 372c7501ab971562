import { randomBytes } from 'node:crypto';
import { systemClock } from '@ragfleet/kernel';
import { createSealer } from '@ragfleet/sealing';
import { openTestRedis } from '@ragfleet/test-support';
import { expect, it } from 'vitest';
import { createTokenSnapshots, type TokenSnapshot } from './token-snapshots.ts';

const HOUR_MS = 3_600_000;
const { redis } = await openTestRedis();
const masterKey = (): string => randomBytes(32).toString('base64');
const [before, after] = [masterKey(), masterKey()];
const SAID: TokenSnapshot = {
  issuer: 'https://login.example.com',
  principalId: 'corp~ada',
  role: 'user',
  roleValues: ['staff'],
  namespaces: ['default'],
  department: null,
  lanes: ['normal'],
};

const snapshotsUnder = (...keys: [string, ...string[]]) =>
  createTokenSnapshots({ redis, sealer: createSealer(keys[0], keys.slice(1)), clock: systemClock });

it('finds what was said under an older master key for as long as that is named', async () => {
  const keyId = await snapshotsUnder(before).keep('acme', SAID);
  expect(await snapshotsUnder(after, before).read('acme', keyId)).toEqual(SAID);
  expect(await snapshotsUnder(after).read('acme', keyId)).toBeNull();
  expect(await snapshotsUnder(after, before).keep('acme', SAID)).not.toBe(keyId);
});

it('writes what was said anew within 5 s when it has gone, and keeps it for three days of its last hour of use', async () => {
  let ms = 0;
  const clock = { nowMs: () => ms, monotonicMs: () => ms };
  const snapshots = createTokenSnapshots({ redis, sealer: createSealer(before), clock });
  const keyId = await snapshots.keep('globex', SAID);
  const name = `rf:globex:token-principal:${keyId.slice('jwt-'.length)}`;
  await redis.del(name);
  ms += 5_000;
  expect(await snapshots.keep('globex', SAID)).toBe(keyId);
  expect(await snapshots.read('globex', keyId)).toEqual(SAID);

  await redis.pexpire(name, 5_000);
  ms += 5_000;
  await snapshots.keep('globex', SAID);
  expect(await redis.pttl(name)).toBeLessThanOrEqual(5_000);
  ms += HOUR_MS;
  await snapshots.keep('globex', SAID);
  expect(await redis.pttl(name)).toBeGreaterThan(71 * HOUR_MS);
});
