import { REGIONS, type Region } from '@ragfleet/kernel';
import { z } from 'zod';

/** A question's job carries names, never text: the record holds what a person wrote, sealed. */
export interface QueryJob {
  readonly tenantId: string;
  /** Also the id of its job. */
  readonly queryId: string;
  readonly deadlineAtMs: number;
  /** Of the fleet that accepted it: workers of another one leave it alone. Left out where that fleet has none. */
  readonly region?: Region | null;
}

const named = z.object({
  v: z.literal(1),
  tenantId: z.string(),
  queryId: z.string(),
  deadlineAtMs: z.number(),
});

/**
 * Redis packs a hash whose values have at most 64 bytes: with short names, and the query named once, a job is half as
 * large. A region costs 9 bytes, so that names of tenants up to 21 characters stay packed with it.
 */
const short = z.object({
  v: z.literal(2),
  t: z.string(),
  d: z.number(),
  r: z.enum(REGIONS).optional(),
});

/** A question's job as its lane keeps it: version 2 is written, version 1 is still read. */
export const queryPayload = z.discriminatedUnion('v', [named, short]);
export type QueryPayload = z.output<typeof queryPayload>;

/** A query's job as its lane keeps it, in the newest version. */
export const toQueryPayload = ({ tenantId, deadlineAtMs, region }: QueryJob): QueryPayload => ({
  v: 2,
  t: tenantId,
  d: deadlineAtMs,
  ...(region && { r: region }),
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
    : {
        tenantId: payload.data.t,
        queryId: jobId,
        deadlineAtMs: payload.data.d,
        ...(payload.data.r && { region: payload.data.r }),
      };
}
