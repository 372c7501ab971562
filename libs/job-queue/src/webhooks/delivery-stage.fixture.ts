import type { DeliveryResult } from '@ragfleet/contracts';
import { createSealer, type Sealer } from '@ragfleet/sealing';
import { openTestRedis, type OpenTestRedis } from '@ragfleet/test-support';
import { afterAll, afterEach, expect, vi } from 'vitest';
import type {
  Deliveries,
  DeliveryAttemptRequest,
  DeliveryRecord,
  DeliveryWorker,
  DisabledEndpoint,
  NewDelivery,
} from './contract.ts';
import { createDeliveries } from './create-deliveries.ts';
import { createDeliveryWorker, type DeliveryWorkerOptions } from './create-delivery-worker.ts';

export const BODY = Buffer.from(
  '{"type":"query.succeeded","data":{"id":"q","question":"secret question?","result":{"answer":"42","citations":[{"namespace":"hr"},{"namespace":"public"},{"namespace":"hr"}]}}}',
);
export const DELIVERED: DeliveryResult = { outcome: 'delivered', httpStatus: 200 };
export const FAILING: DeliveryResult = { outcome: 'retry', httpStatus: 500, error: 'not accepted' };
export const GONE: DeliveryResult = {
  outcome: 'dead',
  httpStatus: 410,
  error: 'gone',
  disableEndpoint: true,
};
const FAST = { delaysMs: [0, 20, 20, 20, 20, 20, 20, 20] };

/** The webhook of a query that succeeded. */
export const deliveryOf = (subjectId: string): NewDelivery => ({
  tenantId: 'acme',
  deliveryId: `wh-${subjectId}-query-succeeded`,
  subjectId,
  principalId: 'ann',
  keyId: 'key1',
  event: 'query.succeeded',
  url: `https://hooks.example.com/${subjectId}?token=hidden`,
});

export interface DeliveryStage {
  readonly server: OpenTestRedis;
  readonly sealer: Sealer;
  readonly deliveries: Deliveries;
  /** Workers that run; they are drained after each test. */
  readonly workers: DeliveryWorker[];
  readonly deadLettered: { readonly deliveryId: string; readonly reason: string }[];
  readonly disabled: DisabledEndpoint[];
  newDelivery(changes?: Partial<NewDelivery>): NewDelivery;
  create(changes?: Partial<NewDelivery>): Promise<NewDelivery>;
  /** A worker whose receiver answers by script, the last answer for ever. */
  receive(
    script: readonly DeliveryResult[],
    options?: Partial<DeliveryWorkerOptions>,
  ): Promise<DeliveryAttemptRequest[]>;
  until(delivery: NewDelivery, status: DeliveryRecord['status']): Promise<DeliveryRecord>;
}

/** Deliveries on a private Redis, for the test file that calls this at its top. */
export async function openDeliveryStage(): Promise<DeliveryStage> {
  const sealer = createSealer(Buffer.alloc(32, 7).toString('base64'));
  const server = await openTestRedis({ profile: 'blocking' });
  const deliveries = createDeliveries({ redisUrl: server.url, sealer });
  const workers: DeliveryWorker[] = [];
  const deadLettered: { deliveryId: string; reason: string }[] = [];
  const disabled: DisabledEndpoint[] = [];
  let serial = 0;
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.drain(5_000)));
  });
  afterAll(() => deliveries.close());
  const first = { tenantId: 'acme', subjectId: null, status: null, limit: 1, startingAfter: null };
  await vi.waitFor(() => deliveries.list(first, AbortSignal.timeout(5_000)));

  const newDelivery: DeliveryStage['newDelivery'] = (changes = {}) => ({
    ...deliveryOf(`q_${++serial}`),
    ...changes,
  });
  return {
    server,
    sealer,
    deliveries,
    workers,
    deadLettered,
    disabled,
    newDelivery,
    create: async (changes) => {
      const delivery = newDelivery(changes);
      await deliveries.create(delivery, BODY);
      return delivery;
    },
    receive: async (script, options = {}) => {
      const requests: DeliveryAttemptRequest[] = [];
      const worker = createDeliveryWorker({
        redisUrl: server.url,
        sealer,
        handler: async (request) => (
          requests.push(request), script[Math.min(requests.length, script.length) - 1] ?? DELIVERED
        ),
        mayReadResult: async () => true,
        observer: {
          deadLettered: ({ deliveryId }, reason) => void deadLettered.push({ deliveryId, reason }),
          endpointDisabled: (endpoint) => void disabled.push(endpoint),
        },
        onError: (error) => expect.unreachable(String(error)),
        schedule: FAST,
        ...options,
      });
      workers.push(worker);
      await worker.start();
      return requests;
    },
    until: (delivery, status) =>
      vi.waitFor(
        async () => {
          const record = await deliveries.get(delivery.tenantId, delivery.deliveryId);
          if (record?.status !== status) throw new Error(`The delivery is ${record?.status}.`);
          return record;
        },
        { interval: 10, timeout: 15_000 },
      ),
  };
}
