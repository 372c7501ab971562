import { createClient, type Query, RagfleetError } from '@ragfleet/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { LocalDescription } from './data-dir/local-description.ts';
import { busyWorkers } from './testing/busy-workers.fixture.ts';
import { createFleetHarness, type FleetHarness, isAlive } from './testing/fleet-process.fixture.ts';
import { type HeldModel, startHeldModel } from './testing/held-model.fixture.ts';
import { startHeldFleet } from './testing/start-held-fleet.fixture.ts';

let fleets: FleetHarness;
let model: HeldModel;

beforeEach(async () => {
  fleets = await createFleetHarness();
  model = await startHeldModel();
});
afterEach(async () => {
  await fleets.end();
  await model.stop();
});

const waitFor = (check: () => void | Promise<void>, timeout = 60_000) =>
  vi.waitFor(check, { timeout, interval: 50 });

const question = (local: LocalDescription, number: number) => ({
  question: `How many days does a repair under warranty take, case ${number}?`,
  callback: { url: local.receiver_url },
});

async function receivedIds({ receiver_url }: LocalDescription): Promise<string[]> {
  const list = (await (await fetch(receiver_url)).json()) as {
    data: { webhook_id: string; verified: boolean }[];
  };
  return list.data.filter(({ verified }) => verified).map(({ webhook_id }) => webhook_id);
}

const webhookIdsOf = (queries: readonly Query[]): string[] =>
  queries.map(({ id }) => `wh-${id}-query-succeeded`).toSorted();

async function pidsOf(prefix: string): Promise<number[]> {
  const { pids } = await fleets.describe('fleet');
  return Object.entries(pids).flatMap(([name, pid]) => (name.startsWith(prefix) ? [pid] : []));
}

test('a query whose worker is killed runs again within 15 s, and its webhook arrives once', {
  timeout: 300_000,
}, async () => {
  const { local, client } = await startHeldFleet(fleets, model);
  const query = await client.queries.create({ ...question(local, 1), priority: 'high' });
  await waitFor(() => expect(model.held()).toBe(1));

  const [busy = 0] = await busyWorkers(local);
  const killedAt = performance.now();
  process.kill(busy, 'SIGKILL');
  await waitFor(() => expect(model.held()).toBe(0));
  await waitFor(() => expect(model.held()).toBe(1));
  expect(performance.now() - killedAt).toBeLessThan(15_000);

  model.release();
  const ended = await client.queries.wait(query.id);
  expect(ended.status).toBe('succeeded');
  expect(ended.result?.citations.map(({ document_id }) => document_id)).toEqual(['warranty']);
  await waitFor(async () => expect(await receivedIds(local)).toEqual(webhookIdsOf([ended])));
});

test('a killed queue Redis loses nothing that was accepted; the ingress says 503 in time and recovers', {
  timeout: 300_000,
}, async () => {
  const { local, client } = await startHeldFleet(fleets, model);
  const accepted: Query[] = [];
  for (let number = 0; number < 25; number += 1)
    accepted.push(await client.queries.create(question(local, number)));

  const [redis = 0] = await pidsOf('redis-queue');
  // Stopped first, so that it stays away for as long as the test looks: the supervisor starts a dead one at once.
  process.kill(redis, 'SIGSTOP');
  const refusedAt = performance.now();
  const refusal: unknown = await createClient({
    url: local.ingress_url,
    apiKey: local.api_keys['admin'] ?? '',
    maxAttempts: 1,
  })
    .queries.create(question(local, 99))
    .catch((error: unknown) => error);
  expect(performance.now() - refusedAt).toBeLessThan(2_500);
  expect(refusal).toBeInstanceOf(RagfleetError);
  expect(refusal).toMatchObject({
    status: 503,
    message: expect.stringContaining('Idempotency-Key') as string,
  });
  process.kill(redis, 'SIGKILL');
  await waitFor(() => expect(isAlive(redis)).toBe(false));

  model.release();
  const after = await client.queries.create(question(local, 100));
  const ended = await Promise.all([...accepted, after].map(({ id }) => client.queries.wait(id)));
  expect(ended.map(({ status }) => status)).toEqual(ended.map(() => 'succeeded'));
  const expected = webhookIdsOf(ended);
  await waitFor(async () => {
    const received = await receivedIds(local);
    expect(received.filter((id) => expected.includes(id)).toSorted()).toEqual(expected);
  });
});
