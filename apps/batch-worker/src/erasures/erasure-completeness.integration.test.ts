import { randomBytes } from 'node:crypto';
import { createCostLedger } from '@ragfleet/cost-ledger';
import { createErasures, type Erasure } from '@ragfleet/job-queue';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@ragfleet/postgres-connection';
import {
  createLogger,
  createMetrics,
  readConfig,
  startServices,
  stopServices,
} from '@ragfleet/service-runtime';
import { METRICS } from '@ragfleet/contracts';
import { openTestRedis } from '@ragfleet/test-support';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { configSchema } from '../config.ts';
import { openEviction } from '../open-eviction.ts';
import { type OpenStores, openStores } from '../open-stores.ts';
import { askEverything, canaryOf, TENANT } from './everything-asked.fixture.ts';
import { openErasureSweeps } from './open-erasure-sweeps.ts';
import { createReadableSealer, dumpRedis } from './readable-sealer.fixture.ts';

/** Where something of an erased person may stay, and why. */
const MAY_STAY: readonly (readonly [key: RegExp, reason: string])[] = [
  [/^rf:acme:erasure:/, 'the proof that it was done, sealed, for 30 days'],
];

const [ADA, BOB] = ['ada.erased', 'bob.stays'];
const sealer = createReadableSealer();
const logger = createLogger({ service: 'batch-worker', level: 'fatal' });
const { redis, url: redisUrl } = await openTestRedis();
const { redis: cacheRedis, url: cacheUrl } = await openTestRedis({ role: 'cache' });
const errors: unknown[] = [];
let postgres: EmbeddedPostgres;
let stores: OpenStores;
let startSweeps: () => Promise<void>;

beforeAll(async () => {
  postgres = await startEmbeddedPostgres({ dataDir: null, host: '127.0.0.1', port: 0 });
  const config = readConfig(configSchema, {
    QUEUE_REDIS_URL: redisUrl,
    CACHE_REDIS_URL: cacheUrl,
    DATABASE_URL: postgres.url,
    RAGFLEET_MASTER_KEY: randomBytes(32).toString('base64'),
    OPERATIONS_PORT: '0',
    SEMANTIC_INDEX: 'pgvector',
  });
  const onError = (error: unknown): void => void errors.push(error);
  const metrics = createMetrics(METRICS);
  stores = await openStores(config, { sealer, metrics, logger, onError });
  const { semanticIndex } = await openEviction(config, { ...stores, sealer, metrics, logger });
  const times = { everyMs: 50, quietMs: 0 };
  const sweeps = openErasureSweeps({ config, stores, semanticIndex, sealer, logger, onError, times });
  startSweeps = () => sweeps.start();
  await startServices([...stores.services], logger, 10_000);
  await askEverything({ redisUrl, stores, sealer, logger }, ADA);
  await askEverything({ redisUrl, stores, sealer, logger }, BOB);
  return async () => {
    await sweeps.stop(5_000);
    await stopServices([...stores.services], logger, 5_000);
  };
}, 60_000);
afterAll(() => postgres.stop());

/** Keys of both servers with somebody in them. */
async function placesOf(principalId: string): Promise<string[]> {
  const dumps = [...(await dumpRedis(redis)), ...(await dumpRedis(cacheRedis))];
  const words = [principalId, canaryOf(principalId)];
  return dumps.filter(([, text]) => words.some((word) => text.includes(word))).map(([name]) => name);
}

const kindsOf = (names: readonly string[]): Set<string> =>
  new Set(names.map((name) => name.split(':').slice(0, 3).join(':')));

async function ingestionsOf(principalId: string): Promise<number> {
  const sql = 'SELECT 1 FROM ingestions WHERE principal_id = $1';
  return (await stores.database.query(sql, [principalId])).length;
}
/** Entries in the index of questions. */
async function neighbors(): Promise<number> {
  return (await stores.database.query('SELECT 1 FROM semantic_entries')).length;
}

it('leaves nothing of a person on either server, and everything of a colleague', async () => {
  const before = { ada: await placesOf(ADA), bob: await placesOf(BOB), keys: await redis.dbsize() };
  // The dump sees what there is to see.
  expect([...kindsOf(before.ada)].toSorted()).toEqual(
    [
      'rf:acme:answer',
      'rf:acme:audit-names',
      'rf:acme:call-details',
      'rf:acme:delivery',
      'rf:acme:events',
      'rf:acme:idem',
      'rf:acme:ledger',
      'rf:acme:popular-question',
      'rf:acme:queries',
      'rf:acme:query',
      'rf:acme:token-principal',
      ...[...kindsOf(before.ada)].filter((kind) => kind.startsWith('rf:api-key')),
    ].toSorted(),
  );
  const embeddings = await cacheRedis.keys('rf:acme:embedding:*');
  expect([embeddings.length, await ingestionsOf(ADA), await neighbors()]).toEqual([2, 1, 3]);
  const spent = (await createCostLedger({ redis, nowMs: Date.now }).report({ tenantId: TENANT })).total_usd;

  const erasures = createErasures({ redis, sealer });
  const { erasureId } = await erasures.begin(TENANT, { kind: 'user', id: ADA });
  await startSweeps();
  const erasure = await vi.waitUntil(
    async (): Promise<Erasure | null> => {
      const now = await erasures.get(TENANT, erasureId);
      return now?.status === 'finished' ? now : null;
    },
    { timeout: 30_000, interval: 100 },
  );

  const after = await placesOf(ADA);
  expect(after.filter((name) => !MAY_STAY.some(([key]) => key.test(name)))).toEqual([]);
  expect((await placesOf(BOB)).toSorted()).toEqual(before.bob.toSorted());
  expect([await ingestionsOf(ADA), await ingestionsOf(BOB)]).toEqual([0, 1]);
  expect(await cacheRedis.keys('rf:acme:embedding:*')).toHaveLength(1);
  expect(errors).toEqual([]);
  expect(erasure?.counts).toMatchObject({
    queries: 7,
    deliveries: 6,
    idempotency_keys: 4,
    cache_entries: 1,
    embeddings: 1,
    popular_questions: 1,
    ingestions: 1,
    api_keys: 1,
    token_records: 1,
    audit_names: 1,
  });
  // Ada's own has gone; Bob's, and the question of like meaning that somebody else had asked, are there.
  expect(await neighbors()).toBe(2);
  // The money adds up.
  const report = await createCostLedger({ redis, nowMs: Date.now }).report({
    tenantId: TENANT,
    groupBy: 'user',
  });
  expect(report.total_usd).toBe(spent);
  expect(report.groups.map(({ key }) => key).toSorted()).toEqual(['(erased)', BOB]);
}, 60_000);
