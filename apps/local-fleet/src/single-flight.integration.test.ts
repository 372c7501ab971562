import { createClient, type Query, type RagfleetClient } from '@ragfleet/client';
import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { LocalDescription } from './data-dir/local-description.ts';
import { createFleetHarness, type FleetHarness, isAlive } from './testing/fleet-process.fixture.ts';
import { type HeldModel, startHeldModel } from './testing/held-model.fixture.ts';

const FOLLOWERS = 100;
const PEOPLE = 10;
const WORKERS = 3;
/** Followers that want a webhook. */
const SAMPLE = 10;
/** Fewer over the whole fleet than followers: those that wait hold none. */
const FEW_SLOTS = { HIGH_SLOTS: '1', NORMAL_SLOTS: '1', LOW_SLOTS: '1', SHARED_SLOTS: '1' };
/**
 * Whoever does not hear the cache in time answers alone, as it should. No machine is so busy that it takes this long:
 * where two generations are seen, the cache has answered.
 */
const CACHE_BUDGET_MS = '10000';
const DEADLINE_SECONDS = 300;
const QUESTION = 'How many days does a repair under warranty take?';

let fleets: FleetHarness;
let model: HeldModel;
let local: LocalDescription;
let admin: RagfleetClient;
let redis: Redis | null = null;

beforeEach(async () => {
  fleets = await createFleetHarness();
  model = await startHeldModel({ humEveryMs: 2_000 });
  await startFleet();
  redis = connectRedis({ url: local.queue_redis_url, profile: 'fail-fast', name: 'test' });
  await whenReady(redis, 5_000);
}, 300_000);
afterEach(async () => {
  if (redis !== null) await closeRedis(redis, 500);
  redis = null;
  await fleets.end();
  await model.stop();
}, 60_000);

/** A fleet whose answers wait for the model, with one document to ask about. */
async function startFleet(): Promise<void> {
  const args = ['start', '--workers', String(WORKERS), '--data-dir', fleets.folder('fleet')];
  const { output } = fleets.start(args, {
    OPENAI_API_KEY: 'not-a-secret',
    OPENAI_BASE_URL: model.baseUrl,
    EMBEDDING_MODEL: 'local',
    DEFAULT_MODEL: 'gpt-4o-mini',
    ...FEW_SLOTS,
    CACHE_BUDGET_MS,
  });
  await waitFor(() => expect(output.stdout, output.stderr).toContain('Ctrl-C'), 150_000);
  local = await fleets.describe('fleet');
  admin = createClient({ url: local.ingress_url, apiKey: local.api_keys['admin'] ?? '' });
  const document = { id: 'warranty', title: 'Repairs', content: 'A repair under warranty takes nine days.' };
  const { id } = await admin.documents.submit([document]);
  await admin.ingestions.wait(id);
}

const waitFor = (check: () => void | Promise<void>, timeout = 60_000) =>
  vi.waitFor(check, { timeout, interval: 50 });

/** Clients of different people who may read the same documents. */
async function people(): Promise<RagfleetClient[]> {
  const clients: RagfleetClient[] = [];
  for (let number = 0; number < PEOPLE; number += 1) {
    const response = await fetch(`${local.ingress_url}/v1/api-keys`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${local.api_keys['admin'] ?? ''}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ principal_id: `person-${number}`, role: 'user' }),
    });
    const { secret } = (await response.json()) as { secret: string };
    clients.push(createClient({ url: local.ingress_url, apiKey: secret }));
  }
  return clients;
}

interface Asked {
  readonly client: RagfleetClient;
  readonly query: Query;
}

const ask = async (client: RagfleetClient, wantsWebhook: boolean): Promise<Asked> => ({
  client,
  query: await client.queries.create({
    question: QUESTION,
    deadline_seconds: DEADLINE_SECONDS,
    ...(wantsWebhook ? { callback: { url: local.receiver_url } } : {}),
  }),
});

/** One question that the model holds, and many equal ones of others that wait for it, their slots given back. */
async function askTogether(): Promise<Asked[]> {
  const clients = await people();
  const clientOf = (number: number): RagfleetClient => clients[number % PEOPLE] ?? admin;
  const leader = await ask(clientOf(0), true);
  await waitFor(() => expect(model.held()).toBe(1));
  const followers = await Promise.all(
    Array.from({ length: FOLLOWERS }, (_, at) => ask(clientOf(at + 1), at < SAMPLE)),
  );
  const waits = await recordsOf(leader);
  await waitFor(async () => expect(await waits(followers)).toBe(FOLLOWERS));
  return [leader, ...followers];
}

/** How many of some queries have given their slot back at least once. */
async function recordsOf({ query }: Asked): Promise<(asked: readonly Asked[]) => Promise<number>> {
  const [record = ''] = (await redis?.keys(`rf:*:query:${query.id}`)) ?? [];
  const prefix = record.slice(0, -query.id.length);
  return async (asked) => {
    const parksOf = async ({ query: { id } }: Asked): Promise<number> =>
      Number((await redis?.hget(`${prefix}${id}`, 'parks')) ?? 0);
    return (await Promise.all(asked.map(parksOf))).filter((parks) => parks > 0).length;
  };
}

const endsOf = (asked: readonly Asked[]): Promise<Query[]> =>
  Promise.all(asked.map(({ client, query }) => client.queries.wait(query.id)));

function countOf(ends: readonly Query[], what: (query: Query) => string | undefined): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const end of ends) {
    const name = what(end) ?? 'none';
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

/** All succeeded, and nothing was late on the way: an answer without its cache, or half of its search, is nobody else's. */
function expectAllWhole(ends: readonly Query[]): void {
  expect(countOf(ends, ({ status }) => status)).toEqual({ succeeded: FOLLOWERS + 1 });
  expect(countOf(ends, ({ result }) => result?.degradation.reasons.join())).toEqual({ '': FOLLOWERS + 1 });
}

/** The webhooks that the receiver has, for whom it wanted them. */
async function received(): Promise<string[]> {
  const list = (await (await fetch(local.receiver_url)).json()) as {
    data: { webhook_id: string; verified: boolean }[];
  };
  return list.data.flatMap(({ webhook_id, verified }) => (verified ? [webhook_id] : [])).toSorted();
}

const expectWebhooksOnce = async (asked: readonly Asked[]): Promise<void> => {
  const wanted = asked
    .slice(0, SAMPLE + 1)
    .map(({ query }) => `wh-${query.id}-query-succeeded`)
    .toSorted();
  await waitFor(async () => expect(await received()).toEqual(wanted));
};

/** Kills query workers one after another until the model's caller is among them. */
async function killLeader(): Promise<void> {
  const { pids } = await fleets.describe('fleet');
  const workers = Object.entries(pids).filter(([name]) => name.startsWith('query-worker'));
  for (const [, pid] of workers) {
    process.kill(pid, 'SIGKILL');
    await waitFor(() => expect(isAlive(pid)).toBe(false));
    if (await hasHungUp()) return;
  }
}

/** Sockets of a process close when it goes. Whoever has not by then is not the caller, or is found by its successor. */
const hasHungUp = (): Promise<boolean> =>
  waitFor(() => expect(model.held()).toBe(0), 1_000).then(
    () => true,
    () => false,
  );

describe('equal questions at one moment', { timeout: 300_000 }, () => {
  it('cost one generation over the whole fleet, whoever asked', async () => {
    const before = { asked: model.asked(), costs: await admin.costs() };
    const asked = await askTogether();
    expect(model.asked() - before.asked).toBe(1);
    model.release();
    const ends = await endsOf(asked);
    expectAllWhole(ends);
    expect(countOf(ends, ({ result }) => result?.cache.status)).toEqual({ miss: 1, coalesced: FOLLOWERS });
    expect(new Set(ends.map(({ result }) => result?.answer)).size).toBe(1);
    expect(model.asked() - before.asked).toBe(1);
    const [first, ...others] = ends;
    expect(first?.result?.cost_usd).toBeGreaterThan(0);
    expect(others.reduce((sum, { result }) => sum + (result?.cost_usd ?? 0), 0)).toBe(0);
    const after = await admin.costs();
    expect(after.queries - before.costs.queries).toBe(FOLLOWERS + 1);
    expect(after.total_usd - before.costs.total_usd).toBeCloseTo(first?.result?.cost_usd ?? 0, 8);
    await expectWebhooksOnce(asked);
  });

  it('all end though the worker that writes their answer is killed', async () => {
    const askedBefore = model.asked();
    const asked = await askTogether();
    await killLeader();
    const generations = (): number => model.asked() - askedBefore;
    await waitFor(() => expect([generations(), model.held()]).toEqual([2, 1]));
    model.release();
    const ends = await endsOf(asked);
    expectAllWhole(ends);
    expect(countOf(ends, ({ result }) => result?.cache.status)['miss']).toBe(1);
    expect(generations()).toBe(2);
    await expectWebhooksOnce(asked);
  });
});
