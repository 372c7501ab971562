import { randomBytes } from 'node:crypto';
import { BULL_PREFIX, WARM_POLICY } from '@ragfleet/contracts';
import type { AskedQuestion, WarmReport } from '@ragfleet/rag-core';
import type { Redis } from '@ragfleet/redis-connection';
import { createSealer } from '@ragfleet/sealing';
import { openTestRedis } from '@ragfleet/test-support';
import { Queue } from 'bullmq';
import { afterAll, afterEach, beforeEach, expect, vi } from 'vitest';
import type { TenantGate } from '../queues/tenant-gate.ts';
import type { WarmHandler, WarmQueue, WarmWorker } from './contract.ts';
import { createWarmQueue, type WarmQueueOptions } from './create-warm-queue.ts';
import { createWarmWorker } from './create-warm-worker.ts';

export const report: WarmReport = {
  questions: 2,
  refreshed: 1,
  skipped: 0,
  failed: 1,
  spentUsd: 0.25,
  budgetUsd: 1,
  stopped: null,
};
export const asked: AskedQuestion = {
  access: { tenantId: 'acme', readsAll: false, namespaces: ['human-resources'], department: null },
  principalId: 'ada',
  question: { text: 'How much leave?', namespaces: null, quality: 'standard', topK: 5, model: null },
};
export const groups = [{ access: asked.access, questions: [asked.question] }];

export interface WarmStage {
  readonly redis: Redis;
  /** What the queue of warmings holds. */
  readonly bull: Queue;
  /** One more process's queue. */
  queue(options?: Partial<WarmQueueOptions>): WarmQueue;
  /** One more worker, started. */
  work(handler: WarmHandler, tenantGate?: TenantGate): Promise<WarmWorker>;
  /** Waits for the status of a warming of `acme`. */
  untilStatus(warmId: string, status: string): Promise<void>;
}

/** A private Redis, empty before each test. What is opened on it is closed after the test. */
export async function openWarmStage(): Promise<WarmStage> {
  const { redis, url: redisUrl } = await openTestRedis({ profile: 'blocking' });
  const sealer = createSealer(randomBytes(32).toString('base64'));
  const bull = new Queue(WARM_POLICY.name, { connection: redis, prefix: BULL_PREFIX });
  const queues: WarmQueue[] = [];
  const workers: WarmWorker[] = [];
  beforeEach(() => redis.flushdb());
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.drain(3_000)));
    await Promise.all(queues.splice(0).map((queue) => queue.close()));
  });
  afterAll(() => bull.close());

  const queue: WarmStage['queue'] = (options) => {
    const created = createWarmQueue({ redisUrl, sealer, ...options });
    queues.push(created);
    return created;
  };
  return {
    redis,
    bull,
    queue,
    work: async (handler, tenantGate) => {
      const options = { redisUrl, sealer, handler, onError: () => undefined };
      const worker = createWarmWorker(tenantGate === undefined ? options : { ...options, tenantGate });
      workers.push(worker);
      await worker.start();
      return worker;
    },
    untilStatus: async (warmId, status) => {
      const reader = queue();
      await vi.waitFor(async () => expect((await reader.get('acme', warmId))?.status).toBe(status));
    },
  };
}
