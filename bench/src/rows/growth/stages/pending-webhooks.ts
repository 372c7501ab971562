import { createDeliveries, createDeliveryWorker, deliveryIdOf, type NewDelivery } from '@ragfleet/job-queue';
import { createBenchSealer } from '../../../answers/cache-place.ts';
import { inBatches } from '../../../answers/in-batches.ts';
import { createArrivals } from '../../../load/arrivals.ts';
import type { GrowthStage } from '../growth-stage.ts';
import { found, placeOf } from './place-of.ts';

const TENANT = 'bench';
/** Below the part of a worker's places that one tenant may hold. */
const AT_ONCE = 16;
const CONCURRENCY = 32;
const FIRST_PAGE = { tenantId: TENANT, subjectId: null, status: null, limit: 20, startingAfter: null };
const { signal: never } = new AbortController();
const ARRIVAL_MS = 30_000;
const CLOSE_MS = 5_000;
/** No retry comes while the others are counted. */
const LATER_MS = 6 * 3_600_000;
const RETRIES = 8;
const RECEIVERS = 20;
const BODY = Buffer.from(JSON.stringify({ type: 'query.succeeded', data: { answer: 'x'.repeat(1_000) } }));

/** Webhooks whose first attempt was not taken and whose next one waits for its time. */
export const pendingWebhooks: GrowthStage = {
  things: 'webhooks that wait for a retry',
  hasMemory: true,
  open: async (redisUrl) => {
    const sealer = createBenchSealer();
    const arrivals = createArrivals();
    const deliveries = createDeliveries({ redisUrl, sealer });
    const worker = createDeliveryWorker({
      redisUrl,
      sealer,
      handler: async ({ record: { deliveryId } }) => {
        arrivals.tell(deliveryId);
        return { outcome: 'retry', httpStatus: 409, error: 'not now' };
      },
      mayReadResult: async () => true,
      observer: { deadLettered: () => undefined, endpointDisabled: () => undefined },
      onError: () => undefined,
      concurrency: CONCURRENCY,
      perEndpoint: CONCURRENCY,
      schedule: { delaysMs: [0, ...Array.from({ length: RETRIES - 1 }, () => LATER_MS)] },
    });
    await worker.start();
    let kept = 0;
    const fail = async (at: number): Promise<void> => {
      const delivery = deliveryOf(at);
      const tried = arrivals.arrived(delivery.deliveryId, ARRIVAL_MS);
      await deliveries.create(delivery, BODY);
      await tried;
    };
    return {
      fill: async (count) => {
        // The connection stands once one has been kept: many that come before wait beside each other.
        await fail(0);
        await inBatches(count - 1, AT_ONCE, (at) => fail(at + 1));
        kept = count;
      },
      operations: [
        {
          name: 'read_the_log_of_deliveries',
          law: 'constant',
          isAdding: false,
          run: () => deliveries.list(FIRST_PAGE, never),
        },
        {
          name: 'read_a_delivery',
          law: 'constant',
          isAdding: false,
          run: (at) => found(deliveries.get(TENANT, idOf(placeOf(at, kept)))),
        },
        // Its record is found in the log by time, its job by when it is due.
        { name: 'a_webhook_up_to_its_retry', law: 'logarithm', isAdding: true, run: fail },
      ],
      close: async () => {
        await worker.drain(CLOSE_MS);
        await deliveries.close();
      },
    };
  },
};

const subjectOf = (at: number): string => `q_${at}`;
const idOf = (at: number): string => deliveryIdOf(subjectOf(at), 'query.succeeded');

const deliveryOf = (at: number): NewDelivery => ({
  tenantId: TENANT,
  deliveryId: idOf(at),
  subjectId: subjectOf(at),
  principalId: 'ada',
  keyId: 'key-ada',
  event: 'query.succeeded',
  url: `https://hooks-${at % RECEIVERS}.example.com/answers`,
});
