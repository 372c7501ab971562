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
}

/** A connection that starts now, reconnects for ever and never throws an unhandled `error` event. */
export function connectRedis({ url, profile, name, onError }: RedisConnectionOptions): Redis {
  const redis = new Redis(url, { ...PROFILES[profile], connectionName: name, replyMapping: 'legacy' });
  redis.on('error', (error: Error) => onError?.(error));
  return redis;
}
