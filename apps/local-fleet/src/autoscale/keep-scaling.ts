import { closeRedis, connectRedis, whenReady } from '@ragfleet/redis-connection';
import { setTimeout as delay } from 'node:timers/promises';
import { createAutoscaler, lookEveryMs } from './autoscaler.ts';
import type { ScalableWorkers, ScalingPlan } from './contract.ts';
import { createQueueLengthReader } from './read-queue-lengths.ts';

export interface KeepScalingOptions {
  readonly plan: ScalingPlan;
  readonly queueRedisUrl: string;
  readonly workers: ScalableWorkers;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

const CONNECT_DEADLINE_MS = 5_000;
const CLOSE_DEADLINE_MS = 1_000;

/** Looks at the queues and changes the number of workers until it is aborted. */
export async function keepScaling({ signal, ...options }: KeepScalingOptions): Promise<void> {
  const { plan, queueRedisUrl } = options;
  const redis = connectRedis({ url: queueRedisUrl, profile: 'fail-fast', name: 'autoscaler' });
  try {
    // A queue that is away now is told of by the first look, like one that goes away later.
    await whenReady(redis, CONNECT_DEADLINE_MS).catch(() => undefined);
    const autoscaler = createAutoscaler({
      ...options,
      readLengths: createQueueLengthReader(redis, plan.scaled),
      nowMs: () => performance.now(),
    });
    while (!signal.aborted) {
      await autoscaler.look();
      await delay(lookEveryMs(plan), undefined, { signal }).catch(() => undefined);
    }
  } finally {
    await closeRedis(redis, CLOSE_DEADLINE_MS);
  }
}
