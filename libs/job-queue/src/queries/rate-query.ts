import { Fault } from '@ragfleet/kernel';
import type { Redis } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import type { QueryService } from './contract.ts';
import { sealComment } from './query-record.ts';
import { createRate } from './scripts/rate.ts';

/** Kept with the record, and gone with it. */
export function createRateQuery(redis: Redis, sealer: Sealer): QueryService['rate'] {
  const rate = createRate(redis);
  return async (tenantId, queryId, { rating, comment }) => {
    const sealed = comment === null ? '' : sealComment(sealer, tenantId, comment);
    const reply = await rate(tenantId, queryId, { rating, comment: sealed });
    if (reply === 'gone') return null;
    if (reply === 'open') throw new Fault('conflict', 'This query has not ended. Rate it when it has.');
    return { previous: reply === 'none' ? null : reply };
  };
}
