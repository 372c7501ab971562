import type { FaultKind } from '@ragfleet/kernel';
import { z } from 'zod';

const PROBLEM_BASE = 'https://ragfleet.dev/problems/';

/** RFC 9457. `detail` says the fix and never echoes input. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    request_id: z.string(),
    /** There when the trace of the request is recorded. */
    trace_id: z.string().optional(),
    errors: z.array(z.object({ pointer: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem' });
export type Problem = z.output<typeof problem>;

const PROBLEMS: Readonly<Record<FaultKind, { readonly status: number; readonly title: string }>> = {
  malformed: { status: 400, title: 'The request cannot be read' },
  'invalid-input': { status: 422, title: 'The request is not acceptable' },
  unauthenticated: { status: 401, title: 'No valid credential' },
  forbidden: { status: 403, title: 'Permission denied' },
  'not-found': { status: 404, title: 'Not found' },
  conflict: { status: 409, title: 'Conflict with the current state' },
  'too-large': { status: 413, title: 'The request is too large' },
  'unsupported-media-type': { status: 415, title: 'Unsupported media type' },
  'rate-limited': { status: 429, title: 'Too many requests' },
  overloaded: { status: 503, title: 'The fleet is overloaded' },
  unavailable: { status: 503, title: 'Temporarily unavailable' },
  timeout: { status: 503, title: 'Timed out' },
  canceled: { status: 409, title: 'Canceled' },
  expired: { status: 409, title: 'The deadline has passed' },
  'pii-blocked': { status: 422, title: 'The question holds personal data that may not be processed' },
  'injection-blocked': { status: 422, title: 'The question tries to steer the model' },
  'budget-exhausted': { status: 402, title: 'The monthly budget is spent' },
  'cache-miss': { status: 404, title: 'Not in the cache' },
  maintenance: { status: 503, title: 'Maintenance' },
  'not-built': { status: 501, title: 'Not offered here' },
  corrupt: { status: 500, title: 'Stored data failed its check' },
  internal: { status: 500, title: 'Internal error' },
};

export const problemType = (kind: FaultKind): string => PROBLEM_BASE + kind;
export const problemStatus = (kind: FaultKind): number => PROBLEMS[kind].status;
export const problemTitle = (kind: FaultKind): string => PROBLEMS[kind].title;
