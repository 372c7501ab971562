import { toQueryPayload } from '@ragfleet/contracts';
import { createLaneQueues, createLaneWorkers, runLanes } from '@ragfleet/job-queue';
import { LANES, type Lane } from '@ragfleet/kernel';
import type { Logger } from '@ragfleet/rag-core';
import { closeRedis, connectRedis, whenReady } from '@ragfleet/redis-connection';
import { openRawLanes, type RawLanesOptions } from '../../../floors/job-cycle-bullmq.ts';
import { openLuaLanes } from '../../../floors/job-cycle-lua.ts';
import { answering } from '../../answers/answering.ts';
import { createBenchSealer } from '../../answers/cache-place.ts';
import { commandOf, openQueryService } from '../../query-service/bench-query-service.ts';
import { importPeer } from '../../peers.ts';
import { inDatabase } from '../../servers/in-database.ts';
import type { CycleSide, OpenCycle } from './run-cycle.ts';

export const RAW = 'raw BullMQ';
export const WRAPPER = 'lanes';
export const FULL = 'queries';
export const BEE = 'bee-queue';
export const LUA = 'raw Lua';

const READY_MS = 10_000;
const DRAIN_MS = 10_000;
const CLOSE_MS = 1_000;
const DEADLINE_MS = 600_000;
const TENANT = 'bench';
const NOBODY: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** A side of PostgreSQL or Redis that knows nothing of ours: the same data under the same ids, on three lanes. */
export type OpenLanes = (options: RawLanesOptions) => Promise<CycleSide>;

const queryIdOf = (at: number): string => `q_${at.toString(16).padStart(32, '0')}`;
const laneOf = (at: number): Lane => LANES[at % LANES.length] ?? 'normal';
const jobOf = (at: number) => ({
  tenantId: TENANT,
  queryId: queryIdOf(at),
  deadlineAtMs: Date.now() + DEADLINE_MS,
  region: null,
});

/** `concurrency` is of each lane. */
export const openOther =
  (open: OpenLanes, url: string, concurrency: number): OpenCycle =>
  (onDone) =>
    open({
      url,
      lanes: LANES,
      concurrency,
      onDone,
      dataOf: (at) => ({ id: queryIdOf(at), data: toQueryPayload(jobOf(at)) }),
    });

/** What the queue Redis has for ours and for others, each side in a database of its own. */
export async function redisCycles(
  serverUrl: string,
  concurrency: number,
): Promise<ReadonlyMap<string, OpenCycle>> {
  const { openBeeLanes } = await importPeer<{ openBeeLanes: OpenLanes }>('job-cycle-bee.mjs');
  const other = (open: OpenLanes, database: number): OpenCycle =>
    openOther(open, inDatabase(serverUrl, database), concurrency);
  return new Map([
    [RAW, other(openRawLanes, 1)],
    [WRAPPER, openWrapper(inDatabase(serverUrl, 2), concurrency)],
    [FULL, openQueries(inDatabase(serverUrl, 3), concurrency)],
    [BEE, other(openBeeLanes, 4)],
    [LUA, other(openLuaLanes, 5)],
  ]);
}

const slotsOf = (concurrency: number) => ({
  reserved: { high: concurrency, normal: concurrency, low: concurrency },
  shared: 0,
});

/** The lanes alone, as the workers of a fleet have them: slots, regions, last chances, replacement; no record. */
export const openWrapper =
  (url: string, concurrency: number): OpenCycle =>
  async (onDone) => {
    const adding = connectRedis({ url, profile: 'fail-fast', name: 'bench-lanes' });
    const working = connectRedis({ url, profile: 'blocking', name: 'bench-lane-workers' });
    await Promise.all([whenReady(adding, READY_MS), whenReady(working, READY_MS)]);
    const queues = createLaneQueues(adding);
    const lanes = runLanes({
      redis: working,
      slots: slotsOf(concurrency),
      run: async () => {
        onDone();
        return { kind: 'ended' };
      },
      giveUp: () => () => undefined,
      disconnect: (limitMs) => closeRedis(working, limitMs),
      logger: NOBODY,
    });
    return {
      add: (at) => queues.add(laneOf(at), jobOf(at), 0),
      close: async () => {
        await lanes.drain(DRAIN_MS);
        await queues.close();
        await closeRedis(adding, CLOSE_MS);
      },
    };
  };

/** Everything that a query is: admitted, recorded, begun, its answer streamed and sealed, settled. The handler only says it. */
const openQueries =
  (url: string, concurrency: number): OpenCycle =>
  async (onDone) => {
    const sealer = createBenchSealer();
    const queryService = openQueryService({ url }, sealer);
    const workers = createLaneWorkers({
      redisUrl: url,
      sealer,
      handler: answering(1),
      slots: slotsOf(concurrency),
      logger: NOBODY,
      onEnded: ({ settlement }) => {
        if (settlement.status !== 'succeeded') throw new Error(`A query ended as ${settlement.status}.`);
        onDone();
      },
    });
    await workers.start();
    return {
      add: (at) => queryService.submit(commandOf(at, laneOf(at))),
      close: async () => {
        await workers.drain(DRAIN_MS);
        await queryService.close();
      },
    };
  };
