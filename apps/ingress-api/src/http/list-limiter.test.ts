import { expect, it } from 'vitest';
import { createListLimiter } from './list-limiter.ts';

const LONG_MS = 60_000;
const open = (waitMs = LONG_MS) =>
  createListLimiter({ places: 3, perTenant: 2, waiting: { places: 3, perTenant: 2 }, waitMs });
const signal = new AbortController().signal;
const release = (place: Disposable | undefined): void => place?.[Symbol.dispose]();

it('lets a third list of a tenant wait for the end of one of two', async () => {
  const walks = open();
  const [first] = await Promise.all([walks.take('acme', signal), walks.take('acme', signal)]);
  let isIn = false;
  const third = walks.take('acme', signal).then((place) => {
    isIn = true;
    return place;
  });
  release(await walks.take('globex', signal));
  expect(isIn).toBe(false);
  release(first);
  release(await third);
  expect(isIn).toBe(true);
});

it('admits who waits in their order, and passes over tenants that have their share', async () => {
  const walks = open();
  const acme = await Promise.all([walks.take('acme', signal), walks.take('acme', signal)]);
  const globex = await walks.take('globex', signal);
  const order: string[] = [];
  const wait = async (name: string, tenantId: string): Promise<Disposable> => {
    const place = await walks.take(tenantId, signal);
    order.push(name);
    return place;
  };
  const waiting = [wait('acme', 'acme'), wait('initech', 'initech'), wait('globex', 'globex')];
  release(globex);
  release(await waiting[1]);
  release(await waiting[2]);
  expect(order).toEqual(['initech', 'globex']);
  release(acme[0]);
  release(await waiting[0]);
  expect(order).toEqual(['initech', 'globex', 'acme']);
});

it('refuses what has waited in vain, and what would be one too many to wait', async () => {
  const walks = open(5);
  const acme = await Promise.all([walks.take('acme', signal), walks.take('acme', signal)]);
  await expect(walks.take('acme', signal)).rejects.toMatchObject({
    kind: 'rate-limited',
    retryAfterMs: 1_000,
  });
  const globex = await walks.take('globex', signal);
  await expect(walks.take('globex', signal)).rejects.toMatchObject({ kind: 'overloaded' });
  for (const place of [...acme, globex]) release(place);

  const patient = open();
  const held = await Promise.all([patient.take('acme', signal), patient.take('acme', signal)]);
  const waiting = [patient.take('acme', signal), patient.take('acme', signal)];
  await expect(patient.take('acme', signal)).rejects.toMatchObject({ kind: 'rate-limited' });
  for (const place of held) release(place);
  for (const place of await Promise.all(waiting)) release(place);
});

it('leaves no place with somebody who went in the moment of being admitted', async () => {
  const walks = open();
  const [first, second] = await Promise.all([walks.take('acme', signal), walks.take('acme', signal)]);
  const leaving = new AbortController();
  const left = walks.take('acme', leaving.signal);
  leaving.abort(new Error('gone'));
  release(first);
  await expect(left).rejects.toThrow('gone');
  release(second);
  const again = await Promise.all([walks.take('acme', signal), walks.take('acme', signal)]);
  expect(again).toHaveLength(2);
});
