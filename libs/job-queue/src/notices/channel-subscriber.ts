import { closeRedis, connectRedis } from '@ragfleet/redis-connection';

/** A message, or null: the subscription stands (again), and what was published before may have been missed. */
export type ChannelListener = (message: string | null) => void;

/** Redis pub/sub over one connection, however many listen. Messages are notices: what they speak of is read elsewhere. */
export interface ChannelSubscriber {
  /** Returns the function that ends it. */
  listen(channel: string, listener: ChannelListener): () => void;
  close(): Promise<void>;
}

const CLOSE_MS = 500;

/**
 * One connection to Redis for all channels that a process listens to. A listener gets null when messages may have been
 * missed.
 */
export function createChannelSubscriber(options: {
  readonly redisUrl: string;
  readonly name: string;
}): ChannelSubscriber {
  const redis = connectRedis({ url: options.redisUrl, profile: 'blocking', name: options.name });
  const listeners = new Map<string, Set<ChannelListener>>();

  const tell = (channel: string, message: string | null): void => {
    for (const listener of listeners.get(channel) ?? []) listener(message);
  };
  // A notice only saves time: whoever listens also reads again from time to time.
  const ignore = (): void => undefined;
  const subscribe = (channel: string): void => {
    redis.subscribe(channel).then(() => tell(channel, null), ignore);
  };
  const unlisten = (channel: string, listener: ChannelListener): void => {
    const others = listeners.get(channel);
    if (others?.delete(listener) !== true || others.size > 0) return;
    listeners.delete(channel);
    redis.unsubscribe(channel).catch(ignore);
  };

  redis.on('message', tell);
  // ioredis subscribes anew by itself after a reconnect; what was published meanwhile is gone.
  redis.on('ready', () => {
    for (const channel of listeners.keys()) subscribe(channel);
  });
  return {
    listen: (channel, listener) => {
      const known = listeners.get(channel);
      if (known === undefined) {
        listeners.set(channel, new Set([listener]));
        subscribe(channel);
      } else {
        known.add(listener);
        queueMicrotask(() => listener(null));
      }
      return () => unlisten(channel, listener);
    },
    close: async () => {
      listeners.clear();
      await closeRedis(redis, CLOSE_MS);
    },
  };
}
