import { type RedisProxy, startRedisProxy } from '@ragfleet/test-support';

/** Stands before a Redis, as a network does. */
export interface FreezingProxy extends RedisProxy {
  /** From now on nothing reaches those who have subscribed, though their connections stand. */
  freezeSubscribers(): void;
}

export async function startFreezingProxy(redisUrl: string): Promise<FreezingProxy> {
  let isFrozen = false;
  const proxy = await startRedisProxy(redisUrl, () => {
    let hasSubscribed = false;
    return {
      asked: (text) => {
        hasSubscribed ||= text.toLowerCase().includes('subscribe');
      },
      answered: () => (isFrozen && hasSubscribed ? 'lose' : 'pass'),
    };
  });
  return {
    ...proxy,
    freezeSubscribers: () => {
      isFrozen = true;
    },
  };
}
