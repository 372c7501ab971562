import { SYNC_POLICY, type SyncJob } from '@ragfleet/contracts';
import { Fault } from '@ragfleet/kernel';
import { closeRedis, connectRedis, whenReady } from '@ragfleet/redis-connection';
import type { Queue } from 'bullmq';
import { policyJobOptions } from '../queues/policy-options.ts';
import { createProducer } from '../queues/producer.ts';
import type { ScheduledSource, SyncQueue } from './contract.ts';

export interface SyncQueueOptions {
  readonly redisUrl: string;
}

const JOB_NAME = 'sync';
const CLOSE_MS = 1_000;
const CONNECTING_MS = 5_000;
const FIRST_RETRY_MS = 30_000;

/** The producer side of `sync`. The schedules live in Redis, so that a fleet has one of each. */
export function createSyncQueue({ redisUrl }: SyncQueueOptions): SyncQueue {
  const redis = connectRedis({ url: redisUrl, profile: 'fail-fast', name: 'sync-queue' });
  const backoff = { type: 'exponential', delay: FIRST_RETRY_MS, jitter: 0.5 };
  const producer = createProducer(redis, SYNC_POLICY, policyJobOptions(SYNC_POLICY, backoff));
  return {
    keepSchedules: async (sources) => {
      await whenReady(redis, CONNECTING_MS);
      const wanted = new Set(sources.map(schedulerIdOf));
      const kept = await producer.use((queue) => queue.getJobSchedulers());
      const superfluous = kept.filter(({ key }) => !wanted.has(key));
      for (const { key } of superfluous) await producer.use((queue) => queue.removeJobScheduler(key));
      for (const source of sources) await producer.use((queue) => keepSchedule(queue, source));
    },
    runNow: async (job) => {
      await whenReady(redis, CONNECTING_MS);
      const id = schedulerIdOf(job);
      const kept = await producer.use((queue) => queue.getJobScheduler(id));
      if (kept === undefined)
        throw new Fault('not-found', 'No such source is scheduled. Check SOURCES_FILE of the batch workers.');
      await producer.use((queue) => queue.add(JOB_NAME, job, { deduplication: { id } }));
    },
    close: async () => {
      await producer.close();
      await closeRedis(redis, CLOSE_MS);
    },
  };
}

const schedulerIdOf = ({ tenantId, source }: Pick<SyncJob, 'tenantId' | 'source'>): string =>
  `${tenantId}/${source}`;

const MS_PER_MINUTE = 60_000;

/** Setting a schedule again would move a pass that is overdue to its next time: what is right already is left alone. */
async function keepSchedule(queue: Queue, scheduled: ScheduledSource): Promise<void> {
  const { tenantId, source, schedule } = scheduled;
  const id = schedulerIdOf(scheduled);
  const repeat =
    'cron' in schedule
      ? { pattern: schedule.cron, tz: schedule.timezone }
      : { every: schedule.everyMinutes * MS_PER_MINUTE };
  const kept = await queue.getJobScheduler(id);
  const isSame =
    'pattern' in repeat
      ? kept?.pattern === repeat.pattern && kept.tz === repeat.tz
      : kept?.every === repeat.every && kept.pattern === undefined;
  const next = kept?.next;
  if (isSame && next !== undefined && (await isPending(queue, `repeat:${id}:${next}`))) return;
  const data: SyncJob = { v: 1, tenantId, source };
  await queue.upsertJobScheduler(id, repeat, { name: JOB_NAME, data });
}

async function isPending(queue: Queue, jobId: string): Promise<boolean> {
  const state = await queue.getJobState(jobId);
  return state !== 'unknown' && state !== 'completed' && state !== 'failed';
}
