import { z } from 'zod';

/** A question's job carries names, never text: the record holds what a person wrote, sealed. */
export interface QueryJob {
  readonly tenantId: string;
  /** Also the id of its job. */
  readonly queryId: string;
  readonly deadlineAtMs: number;
}

const named = z.object({
  v: z.literal(1),
  tenantId: z.string(),
  queryId: z.string(),
  deadlineAtMs: z.number(),
});

/** Redis packs a hash whose values have at most 64 bytes: with short names, and the query named once, a job is half as large. */
const short = z.object({ v: z.literal(2), t: z.string(), d: z.number() });

/** A question's job as its lane keeps it: version 2 is written, version 1 is still read. */
export const queryPayload = z.discriminatedUnion('v', [named, short]);
export type QueryPayload = z.output<typeof queryPayload>;

export const toQueryPayload = ({ tenantId, deadlineAtMs }: QueryJob): QueryPayload => ({
  v: 2,
  t: tenantId,
  d: deadlineAtMs,
});

/** What a lane keeps under a job's id as the job that it is; null when it is none. */
export function parseQueryJob(jobId: string | undefined, data: unknown): QueryJob | null {
  const payload = queryPayload.safeParse(data);
  if (!payload.success || jobId === undefined) return null;
  return payload.data.v === 1
    ? {
        tenantId: payload.data.tenantId,
        queryId: payload.data.queryId,
        deadlineAtMs: payload.data.deadlineAtMs,
      }
    : { tenantId: payload.data.t, queryId: jobId, deadlineAtMs: payload.data.d };
}
