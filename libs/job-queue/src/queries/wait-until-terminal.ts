import { isFault } from '@ragfleet/kernel';
import { createWakeSignal } from '../notices/wake-signal.ts';
import type { ChannelWatchers } from '../notices/channel-watchers.ts';
import type { QueryService } from './contract.ts';
import { isTerminal } from './query-record.ts';

/** A lost notice costs at most this. */
const REREAD_MS = 2_000;

/** Waits on the process's one subscription; reads again from time to time, because notices may be lost. */
export function createWaitUntilTerminal(
  get: QueryService['get'],
  settled: ChannelWatchers,
): QueryService['waitUntilTerminal'] {
  return async (tenantId, queryId, waitMs, signal) => {
    const endsAt = performance.now() + waitMs;
    const wakeSignal = createWakeSignal();
    const unwatch = settled.watch(queryId, () => wakeSignal.notify());
    try {
      let record = await get(tenantId, queryId);
      while (record !== null && !isTerminal(record.status) && !signal.aborted) {
        const remainingMs = endsAt - performance.now();
        if (remainingMs <= 0) break;
        await wakeSignal.wait(Math.min(remainingMs, REREAD_MS), signal);
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
