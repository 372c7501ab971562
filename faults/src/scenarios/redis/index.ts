import type { Scenario } from '../../contract.ts';
import { connectionsAreKilled, repliesAreLost, workerIsPartitioned } from './connections.ts';
import { powerLoss, spoiledFile } from './destroyed-file.ts';
import { failoverLosesWrites } from './failover.ts';
import { cacheIsEmptied, queueIsEmptied } from './flushed.ts';
import { redisIsFrozen } from './frozen.ts';
import { redisIsFull } from './full.ts';
import { serverRefuses } from './refusing-server.ts';
import { redisIsKilled, redisShutsDown } from './restarts.ts';
import { redisInPieces, redisIsSlow } from './slow-network.ts';

/** Faults of the queue Redis and of the cache Redis. */
export const REDIS_SCENARIOS: readonly Scenario[] = [
  redisIsKilled,
  redisShutsDown,
  powerLoss,
  spoiledFile,
  redisIsFrozen,
  redisIsFull,
  failoverLosesWrites,
  serverRefuses,
  connectionsAreKilled,
  workerIsPartitioned,
  repliesAreLost,
  redisIsSlow,
  redisInPieces,
  cacheIsEmptied,
  queueIsEmptied,
];
