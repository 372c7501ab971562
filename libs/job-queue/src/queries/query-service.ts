import { queueKeys } from '@ragfleet/contracts';
import { type Clock, Fault, type Region, systemClock } from '@ragfleet/kernel';
import { closeRedis, connectRedis, runWithin, startCommandBudget } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { createChannelSubscriber } from '../notices/channel-subscriber.ts';
import { createChannelWatchers } from '../notices/channel-watchers.ts';
import type { OnUnreadable } from '../records/read-each.ts';
import {
  type AdmissionLimits,
  DEFAULT_ADMISSION_LIMITS,
  type OwnAdmissionLimits,
} from './admission-limits.ts';
import { createCancel } from './cancel-query.ts';
import { createConfirmations } from '../records/confirm-jobs.ts';
import type { QueryService } from './contract.ts';
import { createCountRequest } from './count-request.ts';
import { createLaneQueues } from './lane-queues.ts';
import { createListQueries } from './list-queries.ts';
import { createReadQuery, createSettleQuery } from './query-state-store.ts';
import { createPlace } from './queue-place.ts';
import { NOTHING_WRITTEN, sealSubmission } from './query-record.ts';
import { createRateQuery } from './rate-query.ts';
import { createRecentRefusals } from './recent-refusals.ts';
import { createPurge } from './scripts/purge.ts';
import { createSubmit } from './submit-query.ts';
import { createWaitUntilTerminal } from './wait-until-terminal.ts';

export interface QueryServiceOptions {
  /** The queue Redis. The service opens two connections: one for its commands, one for notices. */
  readonly redisUrl: string;
  readonly sealer: Sealer;
  readonly clock?: Clock;
  /** The fleet's, if it has one: its jobs run in workers of this region alone. */
  readonly region?: Region | undefined;
  readonly limits?: AdmissionLimits;
  /** Asked for each submission and counted request, so it answers from memory nearly always. null: the tenant has none of its own. */
  readonly limitsOf?: (tenantId: string) => Promise<OwnAdmissionLimits | null>;
  /** Of what a list leaves out. */
  readonly onUnreadable?: OnUnreadable | undefined;
}

const NO_OWN_LIMITS = (): Promise<null> => Promise.resolve(null);

/** Over all Redis calls of one operation. */
const BUDGET_MS = 2_000;
const CLOSE_MS = 1_000;

/**
 * Submits, reads, lists and cancels queries on the queue Redis. Each call is given two seconds. Faults: unavailable,
 * overloaded, rate-limited, conflict.
 */
export function createQueryService(options: QueryServiceOptions): QueryService {
  const { redisUrl, sealer, clock = systemClock, limits = DEFAULT_ADMISSION_LIMITS } = options;
  const { limitsOf = NO_OWN_LIMITS, region = null } = options;
  const redis = connectRedis({ url: redisUrl, profile: 'fail-fast', name: 'query-service' });
  const subscriber = createChannelSubscriber({ redisUrl, name: 'query-service-notices' });
  const settled = createChannelWatchers(subscriber, queueKeys.settledChannel);
  const queues = createLaneQueues(redis);
  const get = createReadQuery({ redis, sealer });
  const settle = createSettleQuery({ redis, sealer, clock });
  const cancel = createCancel({ get, settle, queues });
  const refusals = createRecentRefusals(clock);
  const confirmations = createConfirmations(redis);
  const list = createListQueries(redis, sealer, options.onUnreadable);
  const place = createPlace(redis, clock);
  const rate = createRateQuery(redis, sealer);
  const purge = createPurgeQuery(createPurge(redis), sealer);

  return {
    submit: createSubmit({ redis, queues, sealer, clock, region, limits, limitsOf, refusals, confirmations }),
    countRequest: createCountRequest({ redis, clock, limits, limitsOf, refusals }),
    get: (tenantId, queryId) => startCommandBudget(BUDGET_MS)(() => get(tenantId, queryId)),
    place: (record) => startCommandBudget(BUDGET_MS)(() => place(record)),
    list: (request, signal) => runWithin(BUDGET_MS, signal, (ending) => list(request, ending)),
    waitUntilTerminal: createWaitUntilTerminal(get, settled),
    cancel: async (tenantId, queryId) => {
      const canceled = await startCommandBudget(BUDGET_MS)(() => cancel(tenantId, queryId));
      refusals.forget(tenantId);
      return canceled;
    },
    rate: (tenantId, queryId, feedback) =>
      startCommandBudget(BUDGET_MS)(() => rate(tenantId, queryId, feedback)),
    purge: (tenantId, queryId) => startCommandBudget(BUDGET_MS)(() => purge(tenantId, queryId)),
    close: async () => {
      await subscriber.close();
      await startCommandBudget(CLOSE_MS)(() => confirmations.close()).catch(() => undefined);
      await startCommandBudget(CLOSE_MS)(() => queues.close()).catch(() => undefined);
      await closeRedis(redis, CLOSE_MS);
    },
  };
}

function createPurgeQuery(purge: ReturnType<typeof createPurge>, sealer: Sealer): QueryService['purge'] {
  return async (tenantId, queryId) => {
    const reply = await purge(tenantId, queryId, sealSubmission(sealer, tenantId, NOTHING_WRITTEN));
    if (reply === 'open') throw new Fault('conflict', 'This query has not ended. Cancel it first.');
  };
}
