import { queueKeys } from '@ragfleet/contracts';
import { connectRedis, whenReady } from '@ragfleet/redis-connection';
import type { FaultRedis } from '../fleet/contract.ts';
import type { HistoryRecorder } from '../history/record-history.ts';

const READY_MS = 5_000;

/** Hears every announcement of an ended query until it is disposed of. What is announced while Redis is down is not heard. */
export async function watchSettled(queue: FaultRedis, history: HistoryRecorder): Promise<Disposable> {
  const redis = connectRedis({
    url: queue.url,
    profile: 'blocking',
    name: 'faults-settled',
    onError: () => undefined,
  });
  await whenReady(redis, READY_MS);
  redis.on('message', (_channel, queryId) => history.settled({ queryId, atMs: Date.now() }));
  await redis.subscribe(queueKeys.settledChannel);
  return { [Symbol.dispose]: () => redis.disconnect() };
}
