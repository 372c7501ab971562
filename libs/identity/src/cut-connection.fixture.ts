import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import { type CuttingProxy, startCuttingProxy } from '@ragfleet/test-support';
import { onTestFinished } from 'vitest';

export interface CutConnection extends Pick<CuttingProxy, 'cutAfter' | 'cuts'> {
  readonly redis: Redis;
}

const READY_MS = 5_000;
const CLOSE_MS = 500;

/** A connection to a Redis through a network that breaks at the worst moment, until the test ends. */
export async function openCutConnection({ url }: { readonly url: string }): Promise<CutConnection> {
  const proxy = await startCuttingProxy(url);
  const redis = connectRedis({ url: proxy.url, profile: 'fail-fast', name: 'cut' });
  onTestFinished(() => closeRedis(redis, CLOSE_MS));
  await whenReady(redis, READY_MS);
  return { ...proxy, redis };
}
