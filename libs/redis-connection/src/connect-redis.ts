import { Redis } from 'ioredis';
import { PROFILES, type RedisProfile } from './profiles.ts';
import { writeTogether } from './write-together.ts';

export interface RedisConnectionOptions {
  /** `redis://` or `rediss://`, with credentials and database number where needed. */
  readonly url: string;
  readonly profile: RedisProfile;
  /** Shown in `CLIENT LIST`, so that an operator sees whose connection it is. */
  readonly name: string;
  /** After how long a command is given up, in place of the profile's time. */
  readonly commandTimeoutMs?: number;
  /** Hears of lost connections; commands report their own failures. */
  readonly onError?: (error: Error) => void;
  /** Of RESP; 3 unless given. Under 3, ioredis drops what `CLIENT TRACKING` tells. */
  readonly protocol?: 2 | 3;
}

/** A connection that starts now, reconnects for ever and never throws an unhandled `error` event. */
export function connectRedis(options: RedisConnectionOptions): Redis {
  const { url, profile, name, commandTimeoutMs, protocol = 3 } = options;
  const redis = new Redis(url, {
    ...PROFILES[profile],
    ...(commandTimeoutMs !== undefined && { commandTimeout: commandTimeoutMs }),
    connectionName: name,
    protocol,
    replyMapping: 'legacy',
  });
  // In an outage as many wait for it as there are requests, each for its own deadline. BullMQ adds to the number.
  redis.setMaxListeners(Infinity);
  redis.on('error', (error: Error) => options.onError?.(error));
  redis.on('ready', () => writeTogether(redis.stream));
  return redis;
}
