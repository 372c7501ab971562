import { queueKeys } from '@ragfleet/contracts';
import { createCallLedger, createCostLedger } from '@ragfleet/cost-ledger';
import { costOf, PRICE_LIST } from '@ragfleet/pricing';
import { closeRedis, connectRedis, type Redis } from '@ragfleet/redis-connection';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { busyWorkers } from './testing/busy-workers.fixture.ts';
import { DEMO_TENANT } from './provision/demo-tenants.ts';
import { createFleetHarness, type FleetHarness } from './testing/fleet-process.fixture.ts';
import { HELD_USAGE, type HeldModel, startHeldModel } from './testing/held-model.fixture.ts';
import { HELD_MODEL_NAME, startHeldFleet } from './testing/start-held-fleet.fixture.ts';

const QUERIES = 12;
const TENANT = DEMO_TENANT.tenantId;
const MINUTE_MS = 60_000;

let fleets: FleetHarness;
let model: HeldModel;
let redis: Redis | undefined;

beforeEach(async () => {
  fleets = await createFleetHarness();
  model = await startHeldModel({ humEveryMs: 500 });
});
afterEach(async () => {
  if (redis !== undefined) await closeRedis(redis, 500);
  await fleets.end();
  await model.stop();
});

const waitFor = <Value>(check: () => Value | Promise<Value>) =>
  vi.waitFor(check, { timeout: 60_000, interval: 50 });

const nano = (usd: number): number => Math.round(usd * 1e9);

/** One answer of the held model. */
const answerUsd = (): number => {
  const usage = { ...HELD_USAGE, cachedInputTokens: 0, embeddingModel: null, embeddingTokens: 0 };
  return costOf({ model: HELD_MODEL_NAME, ...usage, vectorQueries: 0 }, PRICE_LIST).totalUsd;
};

/** A reservation after every call of now is given up, and what the books say then. */
async function booksLater(queue: Redis) {
  const options = { redis: queue, nowMs: () => Date.now() + 16 * MINUTE_MS };
  const account = { tenantId: TENANT, principalId: 'auditor', queryId: 'q_later', route: 'none' };
  const call = await createCallLedger(options).reserve({ account, model: HELD_MODEL_NAME, usd: 0 });
  await call.release();
  return createCostLedger(options).report({ tenantId: TENANT, groupBy: 'user' });
}

test('calls of a killed worker stay in the books at what they may have cost, and the rest is what the answers say they cost', {
  timeout: 300_000,
}, async () => {
  const { local, client } = await startHeldFleet(fleets, model);
  const queue = connectRedis({ url: local.queue_redis_url, profile: 'blocking', name: 'books' });
  redis = queue;
  const before = await booksLater(queue);

  const asked = await Promise.all(
    Array.from({ length: QUERIES }, (_, number) =>
      client.queries.create({ question: `How many days does a repair take, case ${number}?` }),
    ),
  );
  await waitFor(() => expect(model.held()).toBe(QUERIES));
  const [busy] = await busyWorkers(local);
  process.kill(busy ?? 0, 'SIGKILL');
  await waitFor(() => expect(model.held()).toBeLessThan(QUERIES));
  await waitFor(() => expect(model.held()).toBe(QUERIES));
  const killed = model.asked() - QUERIES;
  model.release();
  const ended = await Promise.all(asked.map(({ id }) => client.queries.wait(id)));
  expect(ended.map(({ status }) => status)).toEqual(ended.map(() => 'succeeded'));

  const left = await queue.hgetall(queueKeys.openCallDetails(TENANT));
  const { reserved = '0', ...open } = left;
  expect(killed).toBeGreaterThan(0);
  expect(Object.keys(open)).toHaveLength(killed);
  const books = await waitFor(async () => {
    const report = await booksLater(queue);
    expect(report.queries - before.queries).toBe(QUERIES);
    return report;
  });
  expect(nano(books.unsettled_usd) - nano(before.unsettled_usd)).toBe(Number(reserved));
  const settled = nano(books.total_usd) - nano(books.unsettled_usd);
  const settledBefore = nano(before.total_usd) - nano(before.unsettled_usd);
  // Beside its answer a query pays for a look at the vectors, or found what its killed run had looked up.
  const told = ended.map(({ result }) => nano(result?.cost_usd ?? 0));
  expect(Math.min(...told)).toBe(nano(answerUsd()));
  expect(settled - settledBefore).toBe(told.reduce((sum, one) => sum + one, 0));
});
