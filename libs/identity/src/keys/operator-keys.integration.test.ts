import { randomBytes } from 'node:crypto';
import { isFault, type Principal } from '@ragfleet/kernel';
import { createSealer } from '@ragfleet/sealing';
import { openTestRedis } from '@ragfleet/test-support';
import { beforeEach, expect, it } from 'vitest';
import { openCutConnection } from '../cut-connection.fixture.ts';
import { createApiKeys, createIdentity, listOperatorKeys, revokeOperatorKey } from '../index.ts';

const sealer = createSealer(randomBytes(32).toString('base64'));
const server = await openTestRedis();
const { redis } = server;
const { signal } = new AbortController();

let nowMs = Date.UTC(2026, 10, 1);
const clock = { nowMs: () => nowMs, monotonicMs: () => nowMs };
const keys = createApiKeys({ redis, sealer, environment: 'test', clock });
const identity = createIdentity({ redis, sealer, clock });
const who = (secret: string): Promise<Principal> => identity.authenticate(`Bearer ${secret}`);
const isRefused = (secret: string): Promise<boolean> =>
  who(secret).then(
    () => false,
    (error: unknown) => isFault(error, 'unauthenticated'),
  );
const makeOperator = (principalId: string) => {
  nowMs += 1;
  return keys.createOperator(principalId);
};
const revoke = (keyId: string, mayBeLast = false) => revokeOperatorKey(redis, { keyId, mayBeLast });

beforeEach(() => redis.flushdb());

it("one operator's key is refused within 5 s of its revocation, and the other's works", async () => {
  const ann = await makeOperator('ann');
  const bob = await makeOperator('bob');
  expect(await who(ann.secret)).toMatchObject({ kind: 'operator', principalId: 'ann' });
  expect(await revoke(ann.keyId)).toBe('revoked');
  nowMs += 5_000;
  expect(await isRefused(ann.secret)).toBe(true);
  expect(await who(bob.secret)).toMatchObject({ kind: 'operator', principalId: 'bob' });
  expect(await revoke(ann.keyId)).toBe('unknown');
});

it('the list has every key of an operator, newest first, also what an older release left out of the index', async () => {
  const ann = await makeOperator('ann');
  await redis.del('rf:fleet:operator-keys');
  const bob = await makeOperator('bob');
  await keys.create({ tenantId: 'acme', principalId: 'ada', role: 'admin' });
  await who(bob.secret);
  await expect
    .poll(() => listOperatorKeys(redis, signal))
    .toEqual([
      { keyId: bob.keyId, principalId: 'bob', createdAtMs: nowMs, lastUsedDay: '2026-11-01' },
      { keyId: ann.keyId, principalId: 'ann', createdAtMs: nowMs - 1, lastUsedDay: null },
    ]);
  expect(await revoke(ann.keyId)).toBe('revoked');
  expect(await listOperatorKeys(redis, signal)).toMatchObject([{ keyId: bob.keyId }]);
});

it('the last operator stays unless that is meant, also where two revoke one another', async () => {
  const ann = await makeOperator('ann');
  const bob = await makeOperator('bob');
  const outcomes = await Promise.all([revoke(ann.keyId), revoke(bob.keyId)]);
  expect(outcomes.toSorted()).toEqual(['last', 'revoked']);
  const [last] = await listOperatorKeys(redis, signal);
  expect(await revoke(last?.keyId ?? '', true)).toBe('revoked');
  expect(await listOperatorKeys(redis, signal)).toEqual([]);
});

it('a key of a tenant is nobody to revoke as an operator’s', async () => {
  const { keyId, secret } = await keys.create({ tenantId: 'acme', principalId: 'ada', role: 'admin' });
  expect(await revoke(keyId, true)).toBe('unknown');
  expect(await who(secret)).toMatchObject({ principalId: 'ada' });
});

it('a revocation that is sent twice after a cut connection has revoked one', async () => {
  const ann = await makeOperator('ann');
  await makeOperator('bob');
  const connection = await openCutConnection(server);
  connection.cutAfter(/operator-keys/);
  const outcome = await revokeOperatorKey(connection.redis, { keyId: ann.keyId, mayBeLast: false });
  expect([outcome, connection.cuts()]).toEqual(['revoked', 1]);
  expect(await listOperatorKeys(redis, signal)).toMatchObject([{ principalId: 'bob' }]);
});
