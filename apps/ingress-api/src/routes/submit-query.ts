import { LIMITS, queryResource, querySubmission } from '@ragfleet/contracts';
import { type QueryService, type QueryRecord, toQueryResource } from '@ragfleet/job-queue';
import { isFault, type TenantPrincipal } from '@ragfleet/kernel';
import type { z } from 'zod';
import { type RouteRequest, tenantRoute } from '../http/define-route.ts';
import { accepted, ok } from '../http/replies.ts';
import type { Reply, Route } from '../http/route.ts';
import type { WaitLimiter } from '../http/wait-limiter.ts';
import { isFinished, noSuchQuery, placeOf } from './own-queries.ts';
import { MAY_ASK } from './permissions.ts';
import { idempotencyKeyOf, waitHeaders, waitSecondsOf } from './request-headers.ts';
import { type AdmitPorts, admitQuery } from './admit-query.ts';

export interface SubmitRoutePorts extends AdmitPorts {
  /** For urls in resources; null gives paths. */
  readonly publicUrl: string | null;
  readonly waits: WaitLimiter;
}

type Submit = RouteRequest<TenantPrincipal, unknown, unknown, z.output<typeof querySubmission>>;

const resource = { description: 'The query.', schema: queryResource };

export function submitRoute(ports: SubmitRoutePorts): Route {
  return tenantRoute(
    MAY_ASK,
    {
      method: 'post',
      path: '/v1/queries',
      operationId: 'submitQuery',
      summary: 'Ask a question',
      tag: 'Queries',
      headers: waitHeaders,
      body: { schema: querySubmission, maxBytes: LIMITS.queryBodyBytes },
      replies: {
        200: { ...resource, description: 'Finished within `Prefer: wait`.' },
        202: { ...resource, description: 'Accepted. `Location` is where to poll.' },
      },
      faults: ['rate-limited', 'overloaded'],
      // A wait outlives the budget of the stores, which the submission keeps by itself.
      budgetMs: 'own',
    },
    (request) => submit(ports, request),
  );
}

async function submit(ports: SubmitRoutePorts, request: Submit): Promise<Reply> {
  const { queryService, publicUrl, waits } = ports;
  const { caller, body: submission, rawBody } = request;
  const idempotencyKey = idempotencyKeyOf(request.header('idempotency-key'));
  const waitSeconds = waitSecondsOf(request.header('prefer'));
  const {
    record,
    replayed,
    place: placeThen,
  } = await request.withinBudget(admitQuery(ports, { caller, submission, rawBody, idempotencyKey }));
  // Beyond its places a wait is left out, as any preference may be.
  using turn = waitSeconds > 0 ? waits.take(caller.tenantId) : null;
  const waited = turn === null ? record : await waitFor(queryService, record, { waitSeconds, ...request });
  if (waited === null) throw noSuchQuery();
  // A place in the lane that cannot be read in time is left out.
  const place =
    waited === record && placeThen !== null
      ? placeThen
      : await request.withinBudget(placeOf(queryService, waited)).catch(() => null);
  const body = toQueryResource(waited, { place, publicUrl });
  const headers = {
    Location: body.urls.self,
    ...(replayed && { 'Idempotency-Replayed': 'true' }),
    ...(turn !== null && { 'Preference-Applied': `wait=${waitSeconds}` }),
  };
  if (waitSeconds > 0 && isFinished(waited)) return ok(body, headers);
  return accepted(body, headers);
}

/** The query as it is after the wait. Accepted is accepted: a store that goes away ends the wait, not the query. */
async function waitFor(
  queryService: Pick<QueryService, 'waitUntilTerminal'>,
  record: QueryRecord,
  { waitSeconds, signal, stopping }: Pick<Submit, 'signal' | 'stopping'> & { readonly waitSeconds: number },
): Promise<QueryRecord | null> {
  if (isFinished(record)) return record;
  const { tenantId, queryId } = record;
  const ending = AbortSignal.any([signal, stopping]);
  try {
    return await queryService.waitUntilTerminal(tenantId, queryId, waitSeconds * 1_000, ending);
  } catch (error) {
    if (isFault(error, 'unavailable')) return record;
    throw error;
  }
}
