import { queueKeys } from '@ragfleet/contracts';
import { connectRedis, whenReady } from '@ragfleet/redis-connection';
import type { AskedFleet } from '../fleet/contract.ts';
import type { HistoryRecorder } from '../history/record-history.ts';

const READY_MS = 5_000;

/** Once begun, hears every announcement of an ended query until it is disposed of. What is announced while Redis is down is not heard. */
export async function watchSettled(
  queue: AskedFleet['queue'],
  history: HistoryRecorder,
): Promise<Disposable & { begin(): void }> {
  const redis = connectRedis({
    url: queue.url,
    profile: 'blocking',
    name: 'faults-settled',
    onError: () => undefined,
  });
  await whenReady(redis, READY_MS);
  await redis.subscribe(queueKeys.settledChannel);
  return {
    begin: () => {
      redis.on('message', (_channel, queryId) => history.settled({ queryId, atMs: Date.now() }));
    },
    [Symbol.dispose]: () => redis.disconnect(),
  };
}
