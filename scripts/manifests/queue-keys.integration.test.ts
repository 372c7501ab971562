import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Lane, LANES, permissionsOf } from '@ragfleet/kernel';
import {
  type AdmitCommand,
  createLaneWorkers,
  createQueryService,
  DEFAULT_ADMISSION_LIMITS,
  type LaneWorkers,
  type QueryService,
  type QueryHandler,
} from '@ragfleet/job-queue';
import { createSealer } from '@ragfleet/sealing';
import { openTestRedis, submissionOf } from '@ragfleet/test-support';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ScaledObjectSpec } from './check-keda.ts';
import { readManifests } from './read-manifests.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const sealer = createSealer(Buffer.alloc(32, 7).toString('base64'));
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

const server = await openTestRedis();
const { redis } = server;
let queryService: QueryService;
let workers: LaneWorkers;

const untilAborted: QueryHandler = async ({ signal }) => {
  if (!signal.aborted) await once(signal, 'abort');
  return { status: 'canceled', error: null };
};

beforeAll(() => {
  const limits = { ...DEFAULT_ADMISSION_LIMITS, fairShareOfLane: 2 };
  queryService = createQueryService({ redisUrl: server.url, sealer, limits });
  const slots = { reserved: { high: 1, normal: 1, low: 1 }, shared: 0 };
  workers = createLaneWorkers({ redisUrl: server.url, sealer, handler: untilAborted, slots, logger: silent });
});

afterAll(async () => {
  await workers.drain(2_000);
  await queryService.close();
});

const commandFor = (lane: Lane): AdmitCommand => ({
  principal: {
    kind: 'tenant',
    tenantId: 'acme',
    principalId: 'somebody',
    keyId: 'key-1',
    role: 'user',
    permissions: permissionsOf('user'),
    namespaces: ['default'],
    department: null,
    lanes: LANES,
  },
  lane,
  deadlineSeconds: 60,
  submission: submissionOf('How many days of leave do I have?'),
  bodyHash: 'none',
  idempotencyKey: null,
});

/** What KEDA's redis scaler counts: the length of a list, the cardinality of a sorted set. */
async function countOf(key: string): Promise<number> {
  const type = await redis.type(key);
  if (type === 'list') return redis.llen(key);
  return type === 'zset' ? redis.zcard(key) : 0;
}

test('every key that the ScaledObject reads is one that the queues write', async () => {
  // Per lane: two of the tenant's fair share, one of which a worker takes, and two beyond it.
  for (const lane of LANES) for (let job = 0; job < 4; job += 1) await queryService.submit(commandFor(lane));
  await workers.start();

  const scaled = readManifests(ROOT).objects.find(
    ({ kind, name }) => kind === 'ScaledObject' && name === 'query-worker',
  );
  const triggers = (scaled?.spec as unknown as ScaledObjectSpec | undefined)?.triggers ?? [];
  expect(triggers).toHaveLength(9);
  for (const { metadata } of triggers) {
    const key = String(metadata['listName']);
    await expect.poll(() => countOf(key), { message: key, timeout: 10_000 }).toBeGreaterThan(0);
  }
});
