import { queueNameOfLane } from '@ragfleet/contracts';
import { createLaneQueues } from '@ragfleet/job-queue';
import { closeRedis, connectRedis, whenReady } from '@ragfleet/redis-connection';
import type { FaultFleet } from '../../fleet/contract.ts';
import { waitFor } from '../wait-for.ts';

const LOW = `bull:${queueNameOfLane('low')}`;
const CONCURRENCY = 1_000;
const CONNECT_MS = 5_000;
const REST_MS = 10_000;
const DEADLINE_MS = 3_600_000;
/** Behind the turn of every tenant, and what BullMQ makes of it. */
const LAST_TURN = 2_000_000;
const FIRST_SCORE = LAST_TURN * 2 ** 32;

/** Jobs of the low lane whose queries are gone: a worker that takes one ends it at once. They stand behind all others. */
export interface FillerJobs {
  waiting(): Promise<number>;
  remove(): Promise<void>;
}

export async function addFillerJobs(
  { queue }: Pick<FaultFleet, 'queue'>,
  count: number,
): Promise<FillerJobs> {
  const redis = connectRedis({
    url: queue.url,
    profile: 'fail-fast',
    name: 'faults-filler',
    commandTimeoutMs: 30_000,
  });
  await whenReady(redis, CONNECT_MS);
  const lanes = createLaneQueues(redis);
  const deadlineAtMs = Date.now() + DEADLINE_MS;
  const ids = Array.from({ length: count }, (_, at) => `q_filler${at}x`);
  for (let from = 0; from < count; from += CONCURRENCY)
    await Promise.all(
      ids
        .slice(from, from + CONCURRENCY)
        .map((queryId) => lanes.add('low', { tenantId: 'filler', queryId, deadlineAtMs }, LAST_TURN)),
    );
  await lanes.close();
  await closeRedis(redis, CONNECT_MS);
  return {
    waiting: () => queue.admin.zcount(`${LOW}:prioritized`, FIRST_SCORE, '+inf'),
    remove: async () => {
      await queue.admin.zremrangebyscore(`${LOW}:prioritized`, FIRST_SCORE, '+inf');
      await waitFor('nobody holds a filler', REST_MS, async () => {
        const active = await queue.admin.lrange(`${LOW}:active`, 0, -1);
        return active.every((id) => !id.startsWith('q_filler'));
      });
      for (let from = 0; from < count; from += CONCURRENCY)
        await queue.admin.unlink(...ids.slice(from, from + CONCURRENCY).map((id) => `${LOW}:${id}`));
    },
  };
}
