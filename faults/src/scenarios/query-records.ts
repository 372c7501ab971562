import { queueKeys } from '@ragfleet/contracts';
import type { Accepted } from '../asking/contract.ts';
import type { FaultFleet } from '../fleet/contract.ts';
import { z } from 'zod';

/** What a record says of a run, which no reply shows. */
export interface RecordedRun {
  readonly query: Accepted;
  readonly state: string;
  /** Runs that were begun. */
  readonly attempt: number;
}

const fields = z.tuple([z.string().nullable(), z.string().nullable()]);

export async function readRuns(
  { queue }: Pick<FaultFleet, 'queue'>,
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
export const activeJobs = ({ queue }: Pick<FaultFleet, 'queue'>, lane: string): Promise<number> =>
  queue.admin.llen(`bull:rag-${lane}:active`);
