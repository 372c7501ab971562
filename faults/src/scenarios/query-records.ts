import { queueKeys } from '@ragfleet/contracts';
import type { Accepted } from '../asking/contract.ts';
import type { FaultRedis } from '../fleet/contract.ts';
import type { Lane } from '@ragfleet/kernel';
import { z } from 'zod';

/** What a record says of a run, which no reply shows. */
export interface RecordedRun {
  readonly query: Accepted;
  readonly state: string;
  /** Runs that were begun. */
  readonly attempt: number;
}

/** Of a fleet, or of whatever server it works on instead. */
export interface QueueAdmin {
  readonly queue: Pick<FaultRedis, 'admin'>;
}

const jobFields = z.tuple([z.string().nullable(), z.string().nullable(), z.string().nullable()]);
const fields = z.tuple([z.string().nullable(), z.string().nullable()]);

export async function readRuns(
  { queue }: QueueAdmin,
  queries: readonly Accepted[],
): Promise<readonly RecordedRun[]> {
  const pipeline = queue.admin.pipeline();
  for (const { tenant, queryId } of queries)
    pipeline.hmget(queueKeys.query(tenant.tenantId, queryId), 'state', 'attempt');
  const replies = (await pipeline.exec()) ?? [];
  return queries.map((query, at) => {
    const [state, attempt] = fields.parse(replies[at]?.[1]);
    return { query, state: state ?? 'gone', attempt: Number(attempt ?? 0) };
  });
}

/** Jobs of a lane that workers hold. */
export const activeJobs = ({ queue }: QueueAdmin, lane: string): Promise<number> =>
  queue.admin.llen(`bull:rag-${lane}:active`);

/** What BullMQ itself counted of the jobs of some queries. */
export interface JobCounts {
  /** Jobs that the queue still keeps: of the others nobody can say any more. */
  readonly kept: number;
  readonly stalls: number;
  /** Attempts beyond the one that each job needs. */
  readonly burntAttempts: number;
}

export async function countJobs(
  { queue }: QueueAdmin,
  queries: readonly Accepted[],
  lane: Lane,
): Promise<JobCounts> {
  const pipeline = queue.admin.pipeline();
  for (const { queryId } of queries) pipeline.hmget(`bull:rag-${lane}:${queryId}`, 'timestamp', 'stc', 'atm');
  const jobs = ((await pipeline.exec()) ?? []).map(([, reply]) => jobFields.parse(reply));
  const kept = jobs.filter(([timestamp]) => timestamp !== null);
  return {
    kept: kept.length,
    stalls: kept.reduce((sum, [, stalls]) => sum + Number(stalls ?? 0), 0),
    burntAttempts: kept.reduce((sum, [, , attempts]) => sum + Math.max(0, Number(attempts ?? 0) - 1), 0),
  };
}

/** How often workers lost jobs of these queries, as far as the queue still keeps them. */
export async function countStalls(
  { queue }: QueueAdmin,
  queries: readonly Accepted[],
  lane = 'normal',
): Promise<number> {
  const pipeline = queue.admin.pipeline();
  for (const { queryId } of queries) pipeline.hget(`bull:rag-${lane}:${queryId}`, 'stc');
  const replies = (await pipeline.exec()) ?? [];
  return replies.reduce((sum, [, count]) => sum + Number(count ?? 0), 0);
}
