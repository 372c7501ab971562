import type { WarmJob } from '@ragfleet/contracts';
import type { Queue } from 'bullmq';
import type { Producer } from '../queues/producer.ts';
import type { WarmSchedule } from './contract.ts';

export const WARM_JOB_NAME = 'warm';
/** In the payload of a schedule, which is the same every night; each run makes an id of its own. */
export const SCHEDULED = 'scheduled';

const PAGE = 500;
/** A run that is later than this may have lost its job. */
const OVERDUE_MS = 60_000;

type Kept = Awaited<ReturnType<Queue['getJobSchedulers']>>[number];

/** Reads what is kept in pages, and writes what differs alone: called every few minutes by every batch worker. */
export async function keepWarmSchedules(
  producer: Producer,
  schedules: readonly WarmSchedule[],
  nowMs: number,
): Promise<void> {
  const kept = await readSchedulers(producer);
  const wanted = new Set(schedules.map(({ tenantId }) => tenantId));
  for (const tenantId of kept.keys())
    if (!wanted.has(tenantId)) await producer.use((queue) => queue.removeJobScheduler(tenantId));
  for (const schedule of schedules) {
    if (!(await isKept(producer, schedule, kept.get(schedule.tenantId), nowMs)))
      await producer.use((queue) => upsert(queue, schedule));
  }
}

async function readSchedulers(producer: Producer): Promise<ReadonlyMap<string, Kept>> {
  const kept = new Map<string, Kept>();
  for (let start = 0; ; start += PAGE) {
    const page = await producer.use((queue) => queue.getJobSchedulers(start, start + PAGE - 1));
    for (const scheduler of page) kept.set(scheduler.key, scheduler);
    if (page.length < PAGE) return kept;
  }
}

/** Setting a schedule again would move a run that is overdue to its next time: what is right already is left alone. */
async function isKept(
  producer: Producer,
  { tenantId, cron, timeZone }: WarmSchedule,
  kept: Kept | undefined,
  nowMs: number,
): Promise<boolean> {
  const next = kept?.next;
  if (kept?.pattern !== cron || kept.tz !== timeZone || next === undefined) return false;
  if (next > nowMs - OVERDUE_MS) return true;
  const state = await producer.use((queue) => queue.getJobState(`repeat:${tenantId}:${next}`));
  return state !== 'unknown' && state !== 'completed' && state !== 'failed';
}

async function upsert(queue: Queue, { tenantId, cron, timeZone }: WarmSchedule): Promise<void> {
  const data: WarmJob = { v: 1, tenantId, warmId: SCHEDULED };
  await queue.upsertJobScheduler(tenantId, { pattern: cron, tz: timeZone }, { name: WARM_JOB_NAME, data });
}
