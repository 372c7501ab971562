import {
  LANE_POLICIES,
  parseQueryJob,
  problemTitle,
  problemType,
  type QueryError,
  WEBHOOK_POLICY,
  webhookJob,
} from '@ragfleet/contracts';
import { LANES } from '@ragfleet/kernel';
import type { Redis } from '@ragfleet/redis-connection';
import type { QueryStateStore } from '../queries/contract.ts';
import type { DeliveryWrites } from '../webhooks/delivery-writes.ts';
import type { Repair } from './contract.ts';
import { createFailedJobs } from './failed-jobs.ts';

const GIVEN_UP: QueryError = {
  type: problemType('internal'),
  title: problemTitle('internal'),
  detail: 'The workers that ran this query stopped before its end. Send it again.',
  retryable: true,
};

/** Ends queries whose job BullMQ failed by itself, after its workers died too often: no handler was left to say so. */
export function createSettleFailedQueries(redis: Redis, ledger: Pick<QueryStateStore, 'settle'>): Repair {
  const lanes = LANES.map((lane) => createFailedJobs(redis, LANE_POLICIES[lane].name));
  return async (limit) => {
    let settled = 0;
    for (const lane of lanes) {
      await lane.each(limit, async ({ id, data }) => {
        const job = parseQueryJob(id, data);
        if (job === null) return;
        const { tenantId, queryId } = job;
        if (await ledger.settle(tenantId, queryId, { status: 'failed', error: GIVEN_UP })) settled += 1;
      });
    }
    return settled;
  };
}

/** Buries deliveries whose job BullMQ failed by itself. */
export function createDeadLetterFailedDeliveries(
  redis: Redis,
  writes: Pick<DeliveryWrites, 'finish'>,
): Repair {
  const failed = createFailedJobs(redis, WEBHOOK_POLICY.name);
  return async (limit) => {
    let deadLettered = 0;
    await failed.each(limit, async ({ data }) => {
      const job = webhookJob.safeParse(data);
      if (job.success && (await writes.finish(job.data, 'dead', 'interrupted too often'))) deadLettered += 1;
    });
    return deadLettered;
  };
}
