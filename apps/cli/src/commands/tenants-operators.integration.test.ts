import { randomBytes } from 'node:crypto';
import { createApiKeys, createIdentity } from '@ragfleet/identity';
import { createSealer } from '@ragfleet/sealing';
import { openTestRedis } from '@ragfleet/test-support';
import { beforeEach, expect, it } from 'vitest';
import { runCommand } from '../testing/command-stage.fixture.ts';

const { redis, url } = await openTestRedis();
const sealer = createSealer(randomBytes(32).toString('base64'));
const keys = createApiKeys({ redis, sealer, environment: 'test' });
/** A process that knows nothing of a key yet. */
const authenticate = (secret: string) => createIdentity({ redis, sealer }).authenticate(`Bearer ${secret}`);

let printed: string[];
beforeEach(async () => {
  printed = [];
  await redis.flushdb();
});
const run = (words: readonly string[]) =>
  runCommand(['tenants', 'operators', ...words], {
    stores: { QUEUE_REDIS_URL: url },
    fleet: () => Promise.reject(new Error('No fleet is asked.')),
    print: (line) => void printed.push(line),
  });
const object = (): unknown => JSON.parse(printed.at(-1) ?? '');

it('lists the operators, and revokes one whose key is refused then', async () => {
  const ann = await keys.createOperator('ann');
  const bob = await keys.createOperator('bob');
  expect(await run([])).toBe(true);
  expect(printed).toEqual(
    expect.arrayContaining([
      expect.stringMatching(new RegExp(`^${ann.keyId}  2\\S+Z  ann  never used$`)),
      expect.stringMatching(new RegExp(`^${bob.keyId}  2\\S+Z  bob  never used$`)),
    ]),
  );
  expect(await run(['revoke', ann.keyId])).toBe(true);
  expect(printed.at(-1)).toBe(`${ann.keyId} is revoked.`);
  await expect(authenticate(ann.secret)).rejects.toMatchObject({ kind: 'unauthenticated' });
  expect(await run(['--json'])).toBe(true);
  expect(object()).toEqual({
    keys: [
      { key_id: bob.keyId, principal: 'bob', created_at: expect.any(String) as string, last_used_on: null },
    ],
  });
  expect(await authenticate(bob.secret)).toMatchObject({ principalId: 'bob' });
});

it('revokes the last one only where that is said, and nobody else’s key', async () => {
  const { keyId, secret } = await keys.createOperator('ann');
  await expect(run(['revoke', keyId])).rejects.toMatchObject({ kind: 'conflict' });
  expect(await authenticate(secret)).toMatchObject({ kind: 'operator' });
  expect(await run(['revoke', keyId, '--last', '--json'])).toBe(true);
  expect(object()).toEqual({ revoked: keyId });
  await expect(run(['revoke', keyId, '--last'])).rejects.toMatchObject({ kind: 'not-found' });
});

it('says what it needs', async () => {
  const withoutRedis = runCommand(['tenants', 'operators'], {
    fleet: () => Promise.reject(new Error('No fleet is asked.')),
    print: () => undefined,
  });
  await expect(withoutRedis).rejects.toThrow('QUEUE_REDIS_URL');
});
