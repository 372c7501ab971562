import { randomBytes } from 'node:crypto';
import { createAnswerEntries, createQuestionPopularity } from '@ragfleet/answer-cache';
import { METRICS, type QueryResult } from '@ragfleet/contracts';
import { createIdentity, createTenants } from '@ragfleet/identity';
import { createLaneWorkers, createWarmQueue, type QueryHandler, type WarmQueue } from '@ragfleet/job-queue';
import { accessSetOf, type AccessSet, HOUR_MS, systemClock } from '@ragfleet/kernel';
import { createSealer } from '@ragfleet/sealing';
import {
  createLogger,
  createMetrics,
  readConfig,
  startServices,
  stopServices,
} from '@ragfleet/service-runtime';
import { answerEntry, openTestRedis } from '@ragfleet/test-support';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { configSchema } from '../config.ts';
import { createWarmServices } from './warm-services.ts';

const GRACE_MS = 3_000;
const masterKey = randomBytes(32).toString('base64');
const sealer = createSealer(masterKey);
const logger = createLogger({ service: 'warming-test', level: 'fatal' });
const staff: AccessSet = { tenantId: 'acme', readsAll: false, namespaces: ['hr'], department: null };
const board: AccessSet = { tenantId: 'acme', readsAll: true, namespaces: [], department: null };

const result = (costUsd: number, cache: Partial<QueryResult['cache']> = {}): QueryResult => ({
  answer: '30 days [1].',
  citations: [],
  model: 'local',
  confidence: 0.8,
  usage: { input_tokens: 0, output_tokens: 0, embedding_tokens: 0 },
  cost_usd: costUsd,
  cache: { status: 'bypass', tier: null, similarity: null, age_seconds: null, retrieval: 'miss', ...cache },
  degradation: { level: 'full', reasons: [] },
  warnings: [],
  timings_ms: { queue_wait: 0, guard: 0, cache: 0, embed: 0, search: 0, fetch: 0, generate: 0, total: 0 },
});

interface Seen {
  readonly text: string;
  readonly mode: string;
  readonly lane: string;
  readonly access: AccessSet;
}

const server = await openTestRedis();
const { redis } = server;
let queue: WarmQueue;
let seen: Seen[];
const stops: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  await redis.flushall();
  seen = [];
  queue = createWarmQueue({ redisUrl: server.url, sealer });
});
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
  await queue.close();
});

async function startWarming(variables: NodeJS.ProcessEnv = {}): Promise<() => Promise<void>> {
  const config = readConfig(configSchema, {
    QUEUE_REDIS_URL: server.url,
    CACHE_REDIS_URL: server.url,
    DATABASE_URL: 'postgres://nowhere/none',
    RAGFLEET_MASTER_KEY: masterKey,
    WARM_CRON: '0 3 1 1 *',
    ...variables,
  });
  const own = {
    redis,
    clock: systemClock,
    cacheRedis: redis,
    sealer,
    metrics: createMetrics(METRICS),
    logger,
  };
  const { services } = createWarmServices({ ...own, config, onError: () => undefined });
  await startServices(services, logger, GRACE_MS);
  const stopped = { isStopped: false };
  const stop = async (): Promise<void> => {
    if (!stopped.isStopped) await stopServices(services, logger, GRACE_MS);
    stopped.isStopped = true;
  };
  stops.push(stop);
  return stop;
}

/** A query worker that resolves access as the real one does. */
async function startAnswering(answer: (one: Seen) => QueryResult | Promise<QueryResult>): Promise<void> {
  const identity = createIdentity({ redis, sealer });
  const handler: QueryHandler = async ({ record }) => {
    const principal = await identity.principalOfKey(record.tenantId, record.keyId);
    if (principal === null) throw new Error('Nobody.');
    const { question: text, cache } = record.submission;
    const one = { text, mode: cache.mode, lane: record.lane, access: accessSetOf(principal) };
    seen.push(one);
    return {
      status: 'succeeded',
      result: await answer(one),
      cacheEntry: { entryId: entryIdOf(text), spaceId: 's' },
    };
  };
  const slots = { reserved: { high: 1, normal: 1, low: 1 }, shared: 1 };
  const workers = createLaneWorkers({ redisUrl: server.url, sealer, handler, slots, logger });
  await workers.start();
  stops.push(() => workers.drain(GRACE_MS));
}

async function ask(access: AccessSet, people: readonly string[], ...texts: string[]): Promise<void> {
  const popularity = createQuestionPopularity({ redis, sealer, timeoutMs: 5_000 });
  for (const text of texts)
    for (const principalId of people) {
      const question = { text, namespaces: null, quality: 'standard', topK: 5, model: null } as const;
      await popularity.record({ access, principalId, question });
    }
}

const entries = createAnswerEntries({ redis, sealer });
const entryIdOf = (question: string): string => entries.idOf('acme', question);

/** An entry under its question, which lives for so long from now. */
async function keepEntry(question: string, lifeMs: number): Promise<void> {
  const entry = answerEntry({ question });
  await entries.write(
    'acme',
    entryIdOf(question),
    { ...entry, expiresAtMs: Date.now() + lifeMs },
    { keepMs: lifeMs, documentIds: [] },
  );
}

async function untilFinished() {
  return vi.waitFor(async () => {
    const [record] = (await queue.list('acme', 1)).records;
    expect(record?.status).toBe('finished');
    return record?.report;
  });
}

it('asks what two groups ask most, each as somebody who reads just what they read', async () => {
  await ask(staff, ['ada', 'bob'], 'How much leave?');
  await ask(board, ['cat', 'dan'], 'What did we earn?');
  await ask(staff, ['mallory'], 'Asked by nobody else?');
  await startAnswering(() => result(0.01));
  await startWarming();
  await queue.submit({ tenantId: 'acme', groups: null, topN: null });
  expect(await untilFinished()).toEqual({
    questions: 2,
    refreshed: 2,
    skipped: 0,
    failed: 0,
    spentUsd: 0.02,
    budgetUsd: 1,
    stopped: null,
  });
  expect(seen).toHaveLength(2);
  expect(seen).toEqual(
    expect.arrayContaining([
      { text: 'How much leave?', mode: 'refresh', lane: 'low', access: staff },
      { text: 'What did we earn?', mode: 'refresh', lane: 'low', access: board },
    ]),
  );
});

it('WARM_TOP_N, WARM_MIN_PEOPLE and WARM_BUDGET_USD: how many questions are warmed, asked by how many, for how much', async () => {
  const warmedWith = async (variables: NodeJS.ProcessEnv) => {
    await redis.flushall();
    await ask(staff, ['ada', 'bob'], 'A?', 'B?', 'C?');
    await ask(board, ['cat'], 'D?');
    const stop = await startWarming(variables);
    await queue.submit({ tenantId: 'acme', groups: null, topN: null });
    const report = await untilFinished();
    await stop();
    return [report?.questions, report?.refreshed];
  };
  await startAnswering(() => result(0.25));
  expect(await warmedWith({ WARM_BUDGET_USD: '5' })).toEqual([3, 3]);
  expect(await warmedWith({ WARM_BUDGET_USD: '5', WARM_TOP_N: '2' })).toEqual([2, 2]);
  expect(await warmedWith({ WARM_BUDGET_USD: '5', WARM_MIN_PEOPLE: '1' })).toEqual([4, 4]);
  expect(await warmedWith({ WARM_BUDGET_USD: '0.6' })).toEqual([3, 2]);
});

it('WARM_ENABLED, WARM_CRON and WARM_TIME_ZONE: whether, when and where the cache is warmed at night', async () => {
  const nextRunWith = async (variables: NodeJS.ProcessEnv): Promise<string> => {
    await redis.flushall();
    await createTenants({ redis }).ensure('acme', 'Acme');
    const stop = await startWarming(variables);
    await vi.waitFor(async () => expect(await queue.nextRunAtMs('acme')).not.toBeNull());
    const nextMs = (await queue.nextRunAtMs('acme')) ?? 0;
    await stop();
    return new Date(nextMs).toISOString().slice(11, 16);
  };
  expect(await nextRunWith({ WARM_CRON: '15 4 * * *' })).toBe('04:15');
  expect(await nextRunWith({ WARM_CRON: '30 5 * * *' })).toBe('05:30');
  // Tokyo has no summer time.
  expect(await nextRunWith({ WARM_CRON: '15 13 * * *', WARM_TIME_ZONE: 'Asia/Tokyo' })).toBe('04:15');
  await startWarming({ WARM_ENABLED: 'false' });
  await vi.waitFor(async () => expect(await queue.nextRunAtMs('acme')).toBeNull());
});

it('stops when the budget of the day is spent, over all runs', async () => {
  await ask(staff, ['ada', 'bob'], 'A?', 'B?', 'C?', 'D?', 'E?');
  await startAnswering(() => result(0.25));
  await startWarming({ WARM_BUDGET_USD: '0.6' });
  await queue.submit({ tenantId: 'acme', groups: null, topN: null });
  expect(await untilFinished()).toMatchObject({
    questions: 5,
    refreshed: 2,
    spentUsd: 0.5,
    stopped: 'budget',
  });
  const { warmId } = await queue.submit({ tenantId: 'acme', groups: null, topN: null });
  await vi.waitFor(async () =>
    expect(await queue.get('acme', warmId)).toMatchObject({
      status: 'finished',
      report: { refreshed: 0, spentUsd: 0, stopped: 'budget' },
    }),
  );
  expect(seen).toHaveLength(2);
});

it('goes on in another process where one stopped: nothing is asked or paid for twice', async () => {
  await ask(staff, ['ada', 'bob'], 'A?', 'B?', 'C?');
  const released = Promise.withResolvers<void>();
  await startAnswering(async () => {
    if (seen.length > 1) await released.promise;
    return result(0.25);
  });
  const stop = await startWarming();
  await queue.submit({ tenantId: 'acme', groups: null, topN: null });
  await vi.waitFor(() => expect(seen.length).toBeGreaterThanOrEqual(2));
  await stop();
  await startWarming();
  released.resolve();
  expect(await untilFinished()).toMatchObject({ refreshed: 3, failed: 0, spentUsd: 0.75, stopped: null });
  expect(seen.map(({ text }) => text).toSorted()).toEqual(['A?', 'B?', 'C?']);
  const [spent] = await redis.keys('rf:acme:warm-spend:*');
  expect(await redis.hget(spent ?? '', 'spent')).toBe('750000');
});

it('leaves answers alone that outlive the next run, where answers live long enough for that', async () => {
  await createTenants({ redis }).ensure('acme', 'Acme');
  await ask(staff, ['ada', 'bob'], 'Fresh?', 'Old?', 'Missing?');
  const lives: Readonly<Record<string, number>> = { 'Fresh?': 71 * HOUR_MS, 'Old?': HOUR_MS };
  for (const [text, lifeMs] of Object.entries(lives)) await keepEntry(text, lifeMs);
  await startAnswering(({ text, mode }) =>
    mode === 'only' && lives[text] !== undefined
      ? result(0, { status: 'hit', tier: 'exact', age_seconds: 60 })
      : result(0.01),
  );
  // Tomorrow at this hour: the next run is at most a day away.
  const hour = new Date(Date.now() - 3_600_000).getUTCHours();
  await startWarming({ CACHE_TTL_HOURS: '72', WARM_CRON: `0 ${hour} * * *` });
  await vi.waitFor(async () => expect(await queue.nextRunAtMs('acme')).not.toBeNull());
  await queue.submit({ tenantId: 'acme', groups: null, topN: null });
  expect(await untilFinished()).toMatchObject({ refreshed: 2, skipped: 1, spentUsd: 0.02 });
  const refreshed = seen.filter(({ mode }) => mode === 'refresh').map(({ text }) => text);
  expect(refreshed.toSorted()).toEqual(['Missing?', 'Old?']);
});

it('keeps a nightly run for each tenant in its own time zone, and none where it is switched off', async () => {
  const tenants = createTenants({ redis });
  await tenants.ensure('acme', 'Acme', { timeZone: 'Asia/Tokyo' });
  await tenants.ensure('globex', 'Globex');
  await startWarming({ WARM_CRON: '0 3 * * *', WARM_TIME_ZONE: 'America/New_York' });
  const hourOf = async (tenantId: string, timeZone: string) =>
    new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone }).format(
      (await queue.nextRunAtMs(tenantId)) ?? 0,
    );
  await vi.waitFor(async () => expect(await queue.nextRunAtMs('globex')).not.toBeNull());
  expect(await hourOf('acme', 'Asia/Tokyo')).toBe('03');
  expect(await hourOf('globex', 'America/New_York')).toBe('03');
  await startWarming({ WARM_ENABLED: 'false' });
  await vi.waitFor(async () => expect(await queue.nextRunAtMs('globex')).toBeNull());
});

it('keeps none for a tenant that is suspended, until it is resumed', async () => {
  const tenants = createTenants({ redis });
  for (const tenantId of ['acme', 'globex']) await tenants.ensure(tenantId, tenantId);
  await tenants.update('acme', { status: 'suspended' });
  await startWarming();
  await vi.waitFor(async () => expect(await queue.nextRunAtMs('globex')).not.toBeNull());
  expect(await queue.nextRunAtMs('acme')).toBeNull();
  await tenants.update('acme', { status: 'active' });
  await startWarming();
  await vi.waitFor(async () => expect(await queue.nextRunAtMs('acme')).not.toBeNull());
});

it('writes an entry anew that was hit near its end, as somebody of the access that hit it', async () => {
  await startAnswering(() => result(0.01));
  await startWarming();
  const question = {
    text: 'How much leave?',
    namespaces: null,
    quality: 'high',
    topK: 5,
    model: null,
  } as const;
  await queue.request({ access: staff, principalId: 'ada', question });
  await vi.waitFor(() => expect(seen).toHaveLength(1));
  expect(seen).toEqual([{ text: 'How much leave?', mode: 'refresh', lane: 'low', access: staff }]);
});
