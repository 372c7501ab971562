import { queueKeys, WARM_POLICY } from '@ragfleet/contracts';
import { canonicalAccess, type Clock, systemClock, withinBudget } from '@ragfleet/kernel';
import { type AskedQuestion } from '@ragfleet/rag-core';
import { canonicalQuestion } from '@ragfleet/question-meaning';
import {
  closeRedis,
  connectRedis,
  redisReply,
  startCommandBudget,
  whenReady,
} from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { policyJobOptions } from '../queues/policy-options.ts';
import { createProducer } from '../queues/producer.ts';
import type { OnUnreadable } from '../records/read-each.ts';
import type { WarmQueue, WarmRecord, WarmRequest } from './contract.ts';
import { keepWarmSchedules, WARM_JOB_NAME } from './keep-warm-schedules.ts';
import { createWarmRecords, newWarmId } from './warm-records.ts';

export interface WarmQueueOptions {
  readonly redisUrl: string;
  readonly sealer: Sealer;
  readonly clock?: Clock;
  /** Of what a list leaves out. */
  readonly onUnreadable?: OnUnreadable | undefined;
}

const CLOSE_MS = 1_000;
/** A connection that is just being made, at start or after a cut, is worth this wait. */
const CONNECTING_MS = 500;
const STARTING_MS = 5_000;
const BUDGET_MS = 2_000;
const FIRST_RETRY_MS = 30_000;
/** One refresh of an entry in this time: whoever hits it meanwhile finds one under way. */
const REFRESH_PAUSE_MS = 5 * 60_000;
const REQUEST_TIMEOUT_MS = 500;

/** The producer side of `warm`. The schedules live in Redis, so that a fleet has one of each. */
export function createWarmQueue(options: WarmQueueOptions): WarmQueue {
  const { redisUrl, sealer, clock = systemClock, onUnreadable } = options;
  const redis = connectRedis({ url: redisUrl, profile: 'fail-fast', name: 'warm-queue' });
  const backoff = { type: 'exponential', delay: FIRST_RETRY_MS, jitter: 0.5 };
  const producer = createProducer(redis, WARM_POLICY, policyJobOptions(WARM_POLICY, backoff));
  const records = createWarmRecords({ redis, sealer, clock, onUnreadable });

  const soon = <Reply>(call: () => Promise<Reply>): Promise<Reply> =>
    startCommandBudget(BUDGET_MS)(async () => {
      await whenReady(redis, CONNECTING_MS);
      return call();
    });

  const add = async (request: WarmRequest, trigger: 'request' | 'refresh'): Promise<WarmRecord> => {
    const { tenantId } = request;
    const warmId = newWarmId();
    const warming = { ...request, warmId, trigger, createdAtMs: clock.nowMs() };
    await records.create(warming);
    try {
      const job = { v: 1, tenantId, warmId } as const;
      await producer.use((queue) => queue.add(WARM_JOB_NAME, job, { jobId: warmId }));
    } catch (error) {
      await records.finish(warming, 'failed', null).catch(() => undefined);
      throw error;
    }
    return { ...NEW, tenantId, warmId, trigger, createdAtMs: warming.createdAtMs };
  };
  const refresh = async ({ access, question }: AskedQuestion): Promise<void> => {
    const { tenantId } = access;
    const { text, namespaces, quality, topK, model } = question;
    const name = [canonicalAccess(access), canonicalQuestion(text), namespaces, quality, topK, model];
    const key = queueKeys.warmRefresh(tenantId, sealer.digest(tenantId, 'warm', JSON.stringify(name)));
    if ((await redisReply(redis.set(key, '1', 'PX', REFRESH_PAUSE_MS, 'NX'))) === null) return;
    await add({ tenantId, groups: [{ access, questions: [question] }], topN: null }, 'refresh');
  };

  return {
    keepSchedules: async (schedules) => {
      await whenReady(redis, STARTING_MS);
      await keepWarmSchedules(producer, schedules, clock.nowMs());
    },
    nextRunAtMs: async (tenantId) => {
      const scheduler = await soon(() => producer.use((queue) => queue.getJobScheduler(tenantId)));
      return scheduler?.next ?? null;
    },
    submit: (request) => soon(() => add(request, 'request')),
    request: async (asked) => {
      await withinBudget(REQUEST_TIMEOUT_MS, NEVER, () => soon(() => refresh(asked))).catch(() => undefined);
    },
    get: async (tenantId, warmId) => (await soon(() => records.read({ tenantId, warmId })))?.record ?? null,
    list: (tenantId, limit) => soon(() => records.list(tenantId, limit)),
    close: async () => {
      await producer.close();
      await closeRedis(redis, CLOSE_MS);
    },
  };
}

const NEVER = new AbortController().signal;
const NEW = { status: 'queued', startedAtMs: null, finishedAtMs: null, report: null } as const;
