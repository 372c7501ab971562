import { randomBytes } from 'node:crypto';
import { queueKeys } from '@ragfleet/contracts';
import { createSealer } from '@ragfleet/sealing';
import { openTestRedis } from '@ragfleet/test-support';
import { expect, it } from 'vitest';
import { createAuditPeople } from './audit-people.ts';
import { resealPeople } from './reseal-people.ts';

const newKey = (): string => randomBytes(32).toString('base64');
const [first, second] = [newKey(), newKey()] as const;
const [before, during, after] = [
  createSealer(first),
  createSealer(second, [first]),
  createSealer(second),
] as const;
const { redis } = await openTestRedis();
const { signal } = new AbortController();
const peopleUnder = (sealer: typeof before) => createAuditPeople({ redis, sealer });

it('keeps the events of a person findable and erasable over a rotation', async () => {
  const old = await peopleUnder(before).pseudonymOf('acme', 'ann');
  const since = await peopleUnder(during).pseudonymOf('acme', 'ann');
  const found = await peopleUnder(during).pseudonymsOf('acme', 'ann');
  expect(found.toSorted()).toEqual([old, since].toSorted());

  expect(await resealPeople({ redis, sealer: during, signal })).toMatchObject({ resealed: 1, unreadable: 0 });

  const people = peopleUnder(after);
  expect((await people.pseudonymsOf('acme', 'ann')).toSorted()).toEqual([old, since].toSorted());
  expect(await people.namesOf('acme', [old, since])).toEqual(
    new Map([
      [old, 'ann'],
      [since, 'ann'],
    ]),
  );
  expect(await resealPeople({ redis, sealer: during, signal })).toMatchObject({ resealed: 0 });
  expect(await people.erase('acme', 'ann')).toBe(2);
});

it('erases what was written under an older key before it is moved', async () => {
  await peopleUnder(before).pseudonymOf('acme', 'bob');
  expect(await peopleUnder(during).erase('acme', 'bob')).toBe(1);
  expect(await peopleUnder(before).pseudonymsOf('acme', 'bob')).toEqual([]);
});

it('passes over the questions of somebody who is called like the place of the names', async () => {
  await redis.zadd(queueKeys.queriesOfPrincipal('acme', 'audit-names'), 1, 'q_1');
  await expect(resealPeople({ redis, sealer: during, signal })).resolves.toMatchObject({ unreadable: 0 });
});
