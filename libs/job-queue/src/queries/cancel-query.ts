import { Fault, type Lane } from '@ragfleet/kernel';
import type { QueryService, QueryRecord, Settlement } from './contract.ts';
import type { LaneQueues } from './lane-queues.ts';
import type { SettleReply } from './scripts/settle.ts';

export interface CancelOptions {
  readonly get: QueryService['get'];
  readonly settle: (tenantId: string, queryId: string, settlement: Settlement) => Promise<SettleReply>;
  readonly queues: LaneQueues;
}

const CANCELED: Settlement = { status: 'canceled', error: null };

/**
 * Settles first, so that the caller reads `canceled` at once and no later result can win; the script's notice on the
 * cancel channel then stops a worker that runs it, on whatever pod.
 */
export function createCancel({ get, settle, queues }: CancelOptions): QueryService['cancel'] {
  return async (tenantId, queryId) => {
    const reply = await settle(tenantId, queryId, CANCELED);
    if (reply === 'gone') return null;
    if (reply !== 'settled' && reply !== 'canceled')
      throw new Fault('conflict', 'This query has already ended.');
    const record = await get(tenantId, queryId);
    if (reply === 'settled' && record !== null) removeJob(queues, record.lane, record);
    return record;
  };
}

/** Saves a worker the look. A job that stays finds a query that has ended, and does nothing. */
function removeJob(queues: LaneQueues, lane: Lane, record: QueryRecord): void {
  queues.remove(lane, record.queryId).catch(() => undefined);
}
