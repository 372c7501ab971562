import { Redis } from 'ioredis';
import { PROFILES, type RedisProfile } from './profiles.ts';

export interface RedisConnectionOptions {
  /** `redis://` or `rediss://`, with credentials and database number where needed. */
  readonly url: string;
  readonly profile: RedisProfile;
  /** Shown in `CLIENT LIST`, so that an operator sees whose connection it is. */
  readonly name: string;
  /** Hears of lost connections; commands report their own failures. */
  readonly onError?: (error: Error) => void;
  /** Of RESP; 3 unless given. Under 3, ioredis drops what `CLIENT TRACKING` tells. */
  readonly protocol?: 2 | 3;
}

/** A connection that starts now, reconnects for ever and never throws an unhandled `error` event. */
export function connectRedis({ url, profile, name, onError, protocol = 3 }: RedisConnectionOptions): Redis {
  const redis = new Redis(url, {
    ...PROFILES[profile],
    connectionName: name,
    protocol,
    replyMapping: 'legacy',
  });
  redis.on('error', (error: Error) => onError?.(error));
  return redis;
}
