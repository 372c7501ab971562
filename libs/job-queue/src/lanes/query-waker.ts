import { setTimeout as pause } from 'node:timers/promises';
import type { Lane } from '@ragfleet/kernel';
import { closeRedis, connectRedis, startCommandBudget } from '@ragfleet/redis-connection';
import { createLaneQueues, type LaneQueues } from '../queries/lane-queues.ts';

/** A query that waits for an equal one's answer, by the names of its job. */
export interface WaitingQuery {
  readonly tenantId: string;
  readonly lane: Lane;
  readonly queryId: string;
}

export interface QueryWaker {
  /**
   * Lets waiting queries run at once, in their lane's order. Answers how many will run; those that have ended are not
   * among them. What is not reached within 5 s runs at its own time. Faults: unavailable.
   */
  wake(queries: readonly WaitingQuery[]): Promise<number>;
  /** Waits a moment for what is being woken. */
  close(): Promise<void>;
}

export interface QueryWakerOptions {
  /** The queue Redis; the waker opens a connection of its own. */
  readonly redisUrl: string;
}

const CONCURRENCY = 16;
const WAKING_MS = 5_000;
/** One that says it will wait is put off a moment later; its waker may come before that. */
const LOOK_AGAIN_MS = [10, 30, 100, 300, 500];
const CLOSE_MS = 1_000;

/** Brings queries that wait for the answer of an equal one back to their lanes. */
export function createQueryWaker({ redisUrl }: QueryWakerOptions): QueryWaker {
  const redis = connectRedis({ url: redisUrl, profile: 'fail-fast', name: 'query-waker' });
  const queues = createLaneQueues(redis);
  const closing = new AbortController();
  const underWay = new Set<Promise<number>>();
  return {
    wake: async (queries) => {
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(WAKING_MS)]);
      const waking = wakeAll(queues, queries, signal);
      underWay.add(waking);
      try {
        return await waking;
      } finally {
        underWay.delete(waking);
      }
    },
    close: async () => {
      await startCommandBudget(CLOSE_MS)(() => Promise.allSettled(underWay)).catch(() => undefined);
      closing.abort();
      await startCommandBudget(CLOSE_MS)(() => queues.close()).catch(() => undefined);
      await closeRedis(redis, CLOSE_MS);
    },
  };
}

async function wakeAll(
  queues: Pick<LaneQueues, 'promote'>,
  queries: readonly WaitingQuery[],
  signal: AbortSignal,
): Promise<number> {
  const waiting = queries.values();
  let woken = 0;
  const wakeNext = async (): Promise<void> => {
    for (const query of waiting) {
      if (signal.aborted) return;
      if (await wakeOne(queues, query, signal)) woken += 1;
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, wakeNext));
  return woken;
}

async function wakeOne(
  queues: Pick<LaneQueues, 'promote'>,
  { lane, queryId }: WaitingQuery,
  signal: AbortSignal,
): Promise<boolean> {
  for (const waitMs of LOOK_AGAIN_MS) {
    const promotion = await queues.promote(lane, queryId);
    if (promotion !== 'running') return promotion === 'ready';
    if (signal.aborted) return false;
    await pause(waitMs, undefined, { signal }).catch(() => undefined);
  }
  return (await queues.promote(lane, queryId)) === 'ready';
}
