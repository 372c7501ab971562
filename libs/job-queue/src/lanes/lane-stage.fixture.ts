import { setTimeout as pause } from 'node:timers/promises';
import type { Redis } from '@ragfleet/redis-connection';
import { openTestRedis } from '@ragfleet/test-support';
import { afterAll, afterEach } from 'vitest';
import type { QueryService, QueryRecord } from '../queries/contract.ts';
import { createQueryService } from '../queries/query-service.ts';
import { commandOf, resultOf, sealer } from '../queries/query.test-data.ts';
import type { EndedQuery, LaneWorkers, QueryHandler, QueryRun } from './contract.ts';
import { createLaneWorkers } from './lane-workers.ts';

export const TENANT = 'acme';
const PATIENCE_MS = 40_000;
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
const slots = { reserved: { high: 1, normal: 1, low: 1 }, shared: 2 };
const never = new AbortController().signal;

export interface LaneStage {
  readonly redis: Redis;
  readonly redisUrl: string;
  readonly queryService: QueryService;
  startWorkers(handler: QueryHandler, onEnded?: (ended: EndedQuery) => void): Promise<LaneWorkers>;
  ask(more?: Parameters<typeof commandOf>[1]): Promise<QueryRecord>;
  /** The query when it has ended. */
  endOf(record: QueryRecord): Promise<QueryRecord | null>;
}

/** A query service on a private Redis, empty after each test, and workers that are drained by then. */
export async function openLaneStage(): Promise<LaneStage> {
  const { redis, url: redisUrl } = await openTestRedis();
  const queryService = createQueryService({ redisUrl, sealer });
  const started: LaneWorkers[] = [];
  afterEach(async () => {
    await Promise.all(started.splice(0).map((workers) => workers.drain(2_000)));
    await redis.flushdb();
  });
  afterAll(() => queryService.close());
  return {
    redis,
    redisUrl,
    queryService,
    startWorkers: async (handler, onEnded) => {
      const options = { redisUrl, sealer, handler, slots, logger: silent };
      const workers = createLaneWorkers(onEnded === undefined ? options : { ...options, onEnded });
      await workers.start();
      started.push(workers);
      return workers;
    },
    ask: async (more = {}) => (await queryService.submit(commandOf(TENANT, more))).record,
    endOf: ({ queryId }) => queryService.waitUntilTerminal(TENANT, queryId, PATIENCE_MS, never),
  };
}

export const succeed: QueryHandler = async () => ({ status: 'succeeded', result: resultOf('42') });

/** A handler that runs until its signal aborts, and the runs that it was given. */
export const holding = (): { handler: QueryHandler; runs: QueryRun[] } => {
  const runs: QueryRun[] = [];
  const handler: QueryHandler = async (run) => {
    runs.push(run);
    await pause(60_000, undefined, { signal: run.signal });
    return { status: 'succeeded', result: resultOf('late') };
  };
  return { handler, runs };
};
