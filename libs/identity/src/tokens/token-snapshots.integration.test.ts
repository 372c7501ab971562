import { randomBytes } from 'node:crypto';
import { systemClock } from '@ragfleet/kernel';
import { createSealer } from '@ragfleet/sealing';
import { openTestRedis } from '@ragfleet/test-support';
import { expect, it } from 'vitest';
import { createTokenSnapshots, type TokenSnapshot } from './token-snapshots.ts';

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
