import { DEFAULT_DEADLINE_SECONDS, type QuerySubmission } from '@ragfleet/contracts';
import type { AdmitCommand, AdmittedQuery, QueryService } from '@ragfleet/job-queue';
import { Fault, type TenantPrincipal } from '@ragfleet/kernel';
import { type AllowHosts, validateCallbackUrl } from '@ragfleet/webhook-delivery';
import type { IngressMetrics } from '../http/request-log.ts';
import { bodyHashOf } from './request-headers.ts';

export interface AdmitPorts {
  readonly queryService: QueryService;
  readonly metrics: IngressMetrics;
  readonly callbackRules: CallbackRules;
}

/** Where callbacks may go. */
export interface CallbackRules {
  readonly allowHosts: AllowHosts;
  /** True of a host that is known to be in another region than the fleet's. */
  readonly isElsewhere: (host: string) => boolean;
}

export interface NewQuery {
  readonly caller: TenantPrincipal;
  readonly submission: QuerySubmission;
  readonly rawBody: unknown;
  readonly idempotencyKey: string | null;
}

/** Checks what only this caller and this fleet decide, then admits. Faults: forbidden, invalid-input, and those of the query service. */
export async function admitQuery(ports: AdmitPorts, query: NewQuery): Promise<AdmittedQuery> {
  const { caller, submission } = query;
  const lane = submission.priority;
  if (!caller.lanes.includes(lane)) {
    throw new Fault('forbidden', 'This key may not use the lane asked for. Ask in one of its own lanes.');
  }
  requireCallback(submission.callback?.url, ports.callbackRules);
  const admitted = await ports.queryService.submit(commandOf(query));
  if (!admitted.replayed) ports.metrics.count('queriesAccepted', { tenant: caller.tenantId, lane });
  return admitted;
}

const ELSEWHERE =
  'The host of this callback URL is in another region than this fleet keeps to. Use one in its region.';

/** Fault `invalid-input` at `/callback/url` unless there is no callback or its URL may be called. */
export function requireCallback(url: string | undefined, rules: CallbackRules): void {
  if (url === undefined) return;
  try {
    const { hostname } = validateCallbackUrl(url, rules);
    if (rules.isElsewhere(hostname)) throw new Fault('invalid-input', ELSEWHERE);
  } catch (cause) {
    const message = cause instanceof Fault ? cause.message : 'Use another callback URL.';
    throw new Fault('invalid-input', message, { cause, problems: [{ pointer: '/callback/url', message }] });
  }
}

function commandOf({ caller, submission, rawBody, idempotencyKey }: NewQuery): AdmitCommand {
  const { priority: lane, deadline_seconds, ...stored } = submission;
  return {
    principal: caller,
    lane,
    deadlineSeconds: deadline_seconds ?? DEFAULT_DEADLINE_SECONDS[lane],
    submission: stored,
    bodyHash: bodyHashOf(rawBody),
    idempotencyKey,
  };
}
