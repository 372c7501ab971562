import { queueKeys } from '@ragfleet/contracts';
import {
  createDeliveries,
  createDeliveryWorker,
  type Deliveries,
  deliveryIdOf,
  encodeWebhook,
} from '@ragfleet/job-queue';
import { createHash } from 'node:crypto';
import { sampleResult } from '../../answers/answering.ts';
import { BENCH_PLACE, createBenchSealer } from '../../answers/cache-place.ts';
import { inBatches } from '../../answers/in-batches.ts';
import { sampleQuestion } from '../../answers/sample-answer.ts';
import { waitUntil } from '../../load/wait-until.ts';
import type { BenchRedis } from '../../servers/bench-redis.ts';
import { keyBytes } from '../../servers/key-bytes.ts';

const CONCURRENCY = 50;
const DRAIN_MS = 5_000;
const ARRIVED_MS = 60_000;
const { tenantId } = BENCH_PLACE;

export interface WebhookBytes {
  /** Bytes of one of each. */
  readonly record: number;
  /** Its places in the tenant's list and in the stream of ends. Its job is one of the last 100,000 at the most. */
  readonly places: number;
  /** Of what was sent, once. */
  readonly body: number;
}

/** One webhook with its answer that arrived: what is left of it until its seven days end. */
export async function webhookBytes(server: BenchRedis, count: number): Promise<WebhookBytes> {
  await server.clear();
  const sealer = createBenchSealer();
  const deliveries = createDeliveries({ redisUrl: server.url, sealer });
  const worker = createDeliveryWorker({
    redisUrl: server.url,
    sealer,
    handler: async () => ({ outcome: 'delivered', httpStatus: 204 }),
    mayReadResult: async () => true,
    observer: { deadLettered: () => undefined, endpointDisabled: () => undefined },
    onError: () => undefined,
    perEndpoint: CONCURRENCY,
  });
  await worker.start();
  await inBatches(count, CONCURRENCY, (at) => send(deliveries, at));
  const haveArrived = async () => (await server.redis.xlen(queueKeys.deliveredWebhooks)) === count;
  const isDone = await waitUntil(haveArrived, ARRIVED_MS);
  await worker.drain(DRAIN_MS);
  await deliveries.close();
  if (!isDone) throw new Error('Some webhooks did not arrive.');
  const groups = await keyBytes(server.redis, groupOf);
  await server.clear();
  const perWebhook = (group: string): number => (groups.get(group)?.bytes ?? 0) / count;
  return { record: perWebhook('record'), places: perWebhook('places'), body: bodyOf(0).length };
}

function send(deliveries: Deliveries, at: number): Promise<void> {
  const subjectId = queryIdOf(at);
  return deliveries.create(
    {
      tenantId,
      deliveryId: deliveryIdOf(subjectId, 'query.succeeded'),
      subjectId,
      principalId: 'ada',
      keyId: 'key-ada',
      event: 'query.succeeded',
      url: 'https://hooks.example.com/ragfleet',
    },
    bodyOf(at),
  );
}

/** As long as a real one. */
const queryIdOf = (at: number): string => `q_${createHash('md5').update(String(at)).digest('hex')}`;

function bodyOf(at: number): Buffer {
  const id = queryIdOf(at);
  const data = { id, status: 'succeeded', question: sampleQuestion(at), result: sampleResult() };
  return encodeWebhook({ type: 'query.succeeded', timestamp: '2026-01-05T08:00:00.000Z', data }, true);
}

const PLACES: ReadonlySet<string> = new Set([queueKeys.deliveries(tenantId), queueKeys.deliveredWebhooks]);

function groupOf(key: string): string {
  if (PLACES.has(key)) return 'places';
  return key.startsWith(queueKeys.delivery(tenantId, '')) ? 'record' : 'beside';
}
