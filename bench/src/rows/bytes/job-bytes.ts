import { BULL_PREFIX, LANE_POLICIES, toQueryPayload } from '@ragfleet/contracts';
import { addRawJobs } from '../../../floors/raw-jobs.ts';
import { createBenchSealer } from '../../answers/cache-place.ts';
import { inBatches } from '../../answers/in-batches.ts';
import type { BenchRedis } from '../../servers/bench-redis.ts';
import { keyBytes } from '../../servers/key-bytes.ts';
import { commandOf, LANE, openQueryService } from '../../query-service/bench-query-service.ts';

const CONCURRENCY = 50;

export interface JobBytes {
  readonly ours: number;
  /** With our data, under the query's id, as ours. */
  readonly raw: number;
  /** With the query's id in its data, under a number. */
  readonly rawNumbered: number;
  /** With our data under a number: it does not say which query it is. */
  readonly rawUnnamed: number;
  /** With the question itself in its data, as a queue without records has it. */
  readonly rawWithQuestion: number;
}

/** One waiting job of a lane and its place in the list, beside raw BullMQ jobs. */
export async function jobBytes(server: BenchRedis, count: number): Promise<JobBytes> {
  await server.clear();
  const queryService = openQueryService(server, createBenchSealer());
  const { record } = await queryService.submit(commandOf(0));
  await inBatches(count - 1, CONCURRENCY, (at) => queryService.submit(commandOf(at + 1)));
  await queryService.close();
  const data = toQueryPayload(record);
  const numbered = { ...data, q: record.queryId };
  const raw = { url: server.url, prefix: BULL_PREFIX, count };
  await addRawJobs({ ...raw, name: 'raw', data, ids: 'query ids' });
  await addRawJobs({ ...raw, name: 'raw-numbered', data: numbered });
  await addRawJobs({ ...raw, name: 'raw-unnamed', data });
  await addRawJobs({ ...raw, name: 'raw-question', data: { ...numbered, ...record.submission } });
  const groups = await keyBytes(server.redis, (key) => {
    const [, queue = '', part = ''] = key.split(':');
    // What a queue has once, and its capped stream of events, are no part of a job.
    return QUEUE_PARTS.has(part) ? 'queue' : queue;
  });
  const perJob = (queue: string): number => (groups.get(queue)?.bytes ?? 0) / count;
  return {
    ours: perJob(LANE_POLICIES[LANE].name),
    raw: perJob('raw'),
    rawNumbered: perJob('raw-numbered'),
    rawUnnamed: perJob('raw-unnamed'),
    rawWithQuestion: perJob('raw-question'),
  };
}

const QUEUE_PARTS: ReadonlySet<string> = new Set(['id', 'meta', 'marker', 'events']);
