import type { RedisOptions } from 'ioredis';

/**
 * How a connection behaves when Redis is away.
 * - `fail-fast`: for callers who wait for an answer. Rejects at once when not connected, after 2 s at the latest.
 * - `blocking`: for workers and subscribers. Waits for Redis as long as it takes; commands have no timeout.
 * - `cache`: for data that may be missing. Gives up within 50 ms, so that a slow cache costs less than a miss.
 */
export type RedisProfile = 'fail-fast' | 'blocking' | 'cache';

const FIRST_RETRY_MS = 50;
/** A restarted Redis is found again within this time. */
const MAX_RETRY_MS = 2_000;
const FAIL_FAST_COMMAND_MS = 2_000;
const CACHE_COMMAND_MS = 50;
const CONNECT_MS = 1_000;

const retryDelayMs = (attempt: number): number => Math.min(FIRST_RETRY_MS * 2 ** (attempt - 1), MAX_RETRY_MS);

/** After a failover the old primary answers READONLY: connect anew to find the new one. */
const isDemotedPrimary = (error: Error): boolean => error.message.startsWith('READONLY');

const EVERY_PROFILE: RedisOptions = {
  connectTimeout: CONNECT_MS,
  // A server that loads its file guesses how long; asking again costs less than waiting for a wrong guess.
  maxLoadingRetryTime: MAX_RETRY_MS,
  retryStrategy: retryDelayMs,
  reconnectOnError: isDemotedPrimary,
};

export const PROFILES: Readonly<Record<RedisProfile, RedisOptions>> = {
  'fail-fast': {
    ...EVERY_PROFILE,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: FAIL_FAST_COMMAND_MS,
  },
  blocking: { ...EVERY_PROFILE, maxRetriesPerRequest: null },
  cache: {
    ...EVERY_PROFILE,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    commandTimeout: CACHE_COMMAND_MS,
  },
};
