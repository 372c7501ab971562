import { queueKeys } from '@ragfleet/contracts';
import { Fault } from '@ragfleet/kernel';
import type { Redis } from '@ragfleet/redis-connection';
import type { ChannelWatchers } from '../notices/channel-watchers.ts';

/** A signal that aborts when the query was ended by somebody else: canceled, or expired by the reconciler. */
export type CancellationWatch = (
  tenantId: string,
  queryId: string,
) => Disposable & { readonly signal: AbortSignal };

const ENDED_STATES: ReadonlySet<string | null> = new Set(['canceled', 'expired']);

/** Notices only say "look": the record decides, so that a notice missed during a cut is caught after it. */
export function createCancellationWatch(redis: Redis, notices: ChannelWatchers): CancellationWatch {
  return (tenantId, queryId) => {
    const controller = new AbortController();
    const look = (): void => {
      redis.hget(queueKeys.query(tenantId, queryId), 'state').then(
        (state) => {
          if (ENDED_STATES.has(state)) controller.abort(new Fault('canceled', 'This query was canceled.'));
        },
        () => undefined, // the next notice, or the settle, finds out
      );
    };
    const unwatch = notices.watch(queryId, look);
    return { signal: controller.signal, [Symbol.dispose]: unwatch };
  };
}
