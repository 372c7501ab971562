import { queueKeys } from '@ragfleet/contracts';
import { closeRedis, connectRedis, whenReady } from '@ragfleet/redis-connection';
import { createSealer } from '@ragfleet/sealing';
import { openTestRedis } from '@ragfleet/test-support';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { beforeEach, expect, it } from 'vitest';
import { createAuditPeople } from './audit-people.ts';

const { redis, url } = await openTestRedis();
const sealer = createSealer(randomBytes(32).toString('base64'));
beforeEach(async () => void (await redis.flushall()));
const PSEUDONYM = /^[0-9a-f]{32}$/;

it('gives a person one pseudonym in every process, and another in another tenant', async () => {
  const [one, other] = [createAuditPeople({ redis, sealer }), createAuditPeople({ redis, sealer })];
  const ada = await one.pseudonymOf('acme', 'ada@example.com');
  expect(ada).toMatch(PSEUDONYM);
  expect(await other.pseudonymOf('acme', 'ada@example.com')).toBe(ada);
  expect(await one.pseudonymOf('acme', 'bob')).not.toBe(ada);
  expect(await one.pseudonymOf('globex', 'ada@example.com')).not.toBe(ada);
  expect(await other.pseudonymsOf('acme', 'ada@example.com')).toEqual([ada]);
  expect(await other.namesOf('acme', [ada, 'f00'])).toEqual(new Map([[ada, 'ada@example.com']]));
  expect(await other.namesOf('globex', [ada])).toEqual(new Map());
  const kept = await Promise.all((await redis.keys('*')).map((key) => redis.dump(key)));
  expect([...(await redis.keys('*')), ...kept.map(String)].join('\n')).not.toContain('example.com');
});

it('asks Redis for the same person again only after a minute', async () => {
  let nowMs = 0;
  const people = createAuditPeople({ redis, sealer, nowMs: () => nowMs });
  const before = await people.pseudonymOf('acme', 'ada');
  await redis.flushall();
  nowMs = 59_999;
  expect(await people.pseudonymOf('acme', 'ada')).toBe(before);
  expect(await redis.dbsize()).toBe(0);
  nowMs = 60_000;
  expect(await people.pseudonymOf('acme', 'ada')).not.toBe(before);
});

it('gives one pseudonym to who is named twice at once while Redis is away', async () => {
  const away = connectRedis({ url, profile: 'fail-fast', name: 'away' });
  const ended = once(away, 'end');
  away.disconnect();
  await ended;
  const people = createAuditPeople({ redis: away, sealer });
  const twice = [people.pseudonymOf('acme', 'ada'), people.pseudonymOf('acme', 'ada')];
  expect(new Set(await Promise.all(twice)).size).toBe(1);
});

it('knows nobody any more who was erased, and gives them a new pseudonym when they come again', async () => {
  const people = createAuditPeople({ redis, sealer });
  const before = await people.pseudonymOf('acme', 'ada');
  const bob = await people.pseudonymOf('acme', 'bob');
  expect(await people.erase('acme', 'ada')).toBe(1);
  expect(await people.pseudonymsOf('acme', 'ada')).toEqual([]);
  expect(await people.namesOf('acme', [before, bob])).toEqual(new Map([[bob, 'bob']]));
  const after = await people.pseudonymOf('acme', 'ada');
  expect(after).not.toBe(before);
  expect(await people.pseudonymsOf('acme', 'ada')).toEqual([after]);
  expect(await people.erase('acme', 'nobody')).toBe(0);
});

it('names people while Redis is away, and keeps who they were when it is back', async () => {
  const away = connectRedis({ url, profile: 'fail-fast', name: 'away' });
  await whenReady(away, 10_000);
  const people = createAuditPeople({ redis: away, sealer });
  const ended = once(away, 'end');
  away.disconnect();
  await ended;
  const [ada, bob] = [await people.pseudonymOf('acme', 'ada'), await people.pseudonymOf('acme', 'bob')];
  expect(await people.pseudonymOf('acme', 'ada')).toBe(ada);
  await expect(people.namesOf('acme', [ada])).rejects.toMatchObject({ kind: 'unavailable' });
  // Meanwhile another process met the same person.
  const others = await createAuditPeople({ redis, sealer }).pseudonymOf('acme', 'ada');
  await away.connect();
  await people.settle();
  expect(await people.namesOf('acme', [ada, bob, others])).toEqual(
    new Map([
      [ada, 'ada'],
      [bob, 'bob'],
      [others, 'ada'],
    ]),
  );
  expect(new Set(await people.pseudonymsOf('acme', 'ada'))).toEqual(new Set([others, ada]));
  expect(await people.pseudonymOf('acme', 'ada')).toBe(others);
  expect(await people.erase('acme', 'ada')).toBe(2);
  expect(await redis.hlen(queueKeys.auditNames('acme'))).toBe(1);
  await closeRedis(away, 500);
});
