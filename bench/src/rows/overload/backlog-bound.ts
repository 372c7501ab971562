import { DEFAULT_ADMISSION_LIMITS } from '@ragfleet/job-queue';
import { BULL_PREFIX, LIMITS, queueKeys, queueNameOfLane } from '@ragfleet/contracts';
import type { AppFleet } from '../../fleet/start-app-fleet.ts';
import { submitBatch } from '../../load/submit-batch.ts';
import { questionOf } from '../../model-double/question-mark.ts';

export interface BacklogBound {
  /** Jobs that wait in the high lane when nobody may add any more. */
  readonly depth: number;
  readonly depthLimit: number;
  /** Open queries of the tenant that has the most. */
  readonly open: number;
  readonly openLimit: number;
  /** Submissions that were on their way at a time: what may come in after the limit was looked at. */
  readonly inFlight: number;
}

const { laneDepth, openPerTenant } = DEFAULT_ADMISSION_LIMITS;
/** So many that the lane is offered a fifth more than it takes; no tenant may fill more than a fifth of it. */
export const TENANTS_OF_BACKLOG = Math.ceil((laneDepth.high * 1.2) / LIMITS.batchQueries);
/** At the same time. */
const BATCHES = 2;

/** Fills the high lane with batches of the last tenants, while nobody works, and looks at what it took. */
export async function measureBacklogBound(fleet: AppFleet): Promise<BacklogBound> {
  const tenants = fleet.tenants.slice(-TENANTS_OF_BACKLOG);
  const queries = Array.from({ length: LIMITS.batchQueries }, (_, at) => ({
    question: questionOf({ kind: 'north', at }),
    priority: 'high',
  }));
  for (let from = 0; from < tenants.length; from += BATCHES)
    await Promise.all(
      tenants.slice(from, from + BATCHES).map((tenant) => submitBatch({ url: fleet.url, tenant }, queries)),
    );
  const queue = `${BULL_PREFIX}:${queueNameOfLane('high')}`;
  const { queueRedis } = fleet;
  const depth = (await queueRedis.llen(`${queue}:wait`)) + (await queueRedis.zcard(`${queue}:prioritized`));
  const open = await Promise.all(
    tenants.map(({ tenantId }) => queueRedis.zcard(queueKeys.openQueries(tenantId))),
  );
  return {
    depth,
    depthLimit: laneDepth.high,
    open: Math.max(...open),
    openLimit: openPerTenant,
    inFlight: BATCHES * LIMITS.batchQueriesInFlight,
  };
}
