import { isFault } from '@ragfleet/kernel';
import { createBell } from '../notices/bell.ts';
import type { NoticeBoard } from '../notices/notice-board.ts';
import type { QueryDesk } from './contract.ts';
import { isTerminal } from './query-record.ts';

/** A lost notice costs at most this. */
const REREAD_MS = 2_000;

/** Waits on the process's one subscription; reads again from time to time, because notices may be lost. */
export function createWaitUntilTerminal(
  get: QueryDesk['get'],
  settled: NoticeBoard,
): QueryDesk['waitUntilTerminal'] {
  return async (tenantId, queryId, waitMs, signal) => {
    const endsAt = performance.now() + waitMs;
    const bell = createBell();
    const unwatch = settled.watch(queryId, () => bell.ring());
    try {
      let record = await get(tenantId, queryId);
      while (record !== null && !isTerminal(record.status) && !signal.aborted) {
        const remainingMs = endsAt - performance.now();
        if (remainingMs <= 0) break;
        await bell.wait(Math.min(remainingMs, REREAD_MS), signal);
        const last = record;
        // A Redis that is away for a moment is no news: the query is still accepted.
        record = await get(tenantId, queryId).catch((error: unknown) => {
          if (isFault(error, 'unavailable')) return last;
          throw error;
        });
      }
      return record;
    } finally {
      unwatch();
    }
  };
}
