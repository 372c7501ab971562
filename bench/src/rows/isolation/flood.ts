import { BULL_PREFIX, queueNameOfLane } from '@ragfleet/contracts';
import { setTimeout as delay } from 'node:timers/promises';
import type { AppFleet } from '../../fleet/start-app-fleet.ts';
import { inTurns } from '../../load/in-turns.ts';
import type { Asker } from '../../load/post-query.ts';
import { submitBatch } from '../../load/submit-batch.ts';
import { questionOf } from '../../model-double/question-mark.ts';

/** What one tenant may have open; a flood needs a tenant for each thousand. */
export const JOBS_OF_TENANT = 1_000;
const CONCURRENCY = 2;
const LOOK_EVERY_MS = 50;

/** Fills the low lane with as many jobs as these tenants may have. Throws when one of them is refused any. */
export async function floodLowLane(askers: readonly Asker[], kind: string): Promise<void> {
  await inTurns(askers, CONCURRENCY, async (asker, tenantAt) => {
    const queries = Array.from({ length: JOBS_OF_TENANT }, (_, at) => ({
      question: questionOf({ kind, at: tenantAt * JOBS_OF_TENANT + at }),
      priority: 'low',
    }));
    const ids = await submitBatch(asker, queries);
    if (ids.length !== queries.length) throw new Error(`The low lane took ${ids.length} jobs, not all.`);
  });
}

const LOW = `${BULL_PREFIX}:${queueNameOfLane('low')}`;

/** Jobs of the low lane that workers hold, looked at for a while: the mean. */
export async function lowSlotsInUse({ queueRedis }: AppFleet, lookMs: number): Promise<number> {
  const seen: number[] = [];
  for (const untilMs = performance.now() + lookMs; performance.now() < untilMs; await delay(LOOK_EVERY_MS))
    seen.push(await queueRedis.llen(`${LOW}:active`));
  return seen.reduce((sum, jobs) => sum + jobs, 0) / seen.length;
}

/** Jobs that wait in the low lane, whether or not they are paused. */
export async function lowJobsWaiting({ queueRedis }: AppFleet): Promise<number> {
  const [waiting, paused, prioritized] = await Promise.all([
    queueRedis.llen(`${LOW}:wait`),
    queueRedis.llen(`${LOW}:paused`),
    queueRedis.zcard(`${LOW}:prioritized`),
  ]);
  return waiting + paused + prioritized;
}
