import { type QueryResource, queryResource } from '@ragfleet/contracts';
import { createHash } from 'node:crypto';
import type { HistoryRecorder } from '../history/record-history.ts';
import type { ApiClient, ApiReply } from './api-client.ts';
import type { Submitted, WholeAsk } from './contract.ts';

export interface SubmitOnceOptions {
  readonly call: ApiClient;
  readonly history: HistoryRecorder;
  readonly ingressUrl: () => string;
}

/** One POST, written down with what its client may conclude from it. */
export function createSubmitOnce({ call, history, ingressUrl }: SubmitOnceOptions) {
  return async (ask: WholeAsk): Promise<Submitted> => {
    const body = bodyOf(ask);
    const invokedAtMs = Date.now();
    const reply = await call({
      ingressUrl: ask.ingressUrl ?? ingressUrl(),
      tenant: ask.tenant,
      method: 'POST',
      path: '/v1/queries',
      headers: { 'idempotency-key': ask.idempotencyKey },
      body,
    }).catch((error: unknown) => error);
    const endedAtMs = Date.now();
    const read = isReply(reply) ? readReply(reply) : { ...NO_REPLY, reason: String(reply) };
    const { resource, ...seen } = read;
    history.submitted({
      tenantId: ask.tenant.tenantId,
      idempotencyKey: ask.idempotencyKey,
      bodyDigest: createHash('sha256').update(JSON.stringify(body)).digest('hex'),
      hasCallback: ask.callbackUrl !== null,
      deadlineAtMs:
        resource === null ? invokedAtMs + ask.deadlineSeconds * 1_000 : Date.parse(resource.deadline_at),
      invokedAtMs,
      endedAtMs,
      outcome: outcomeOf(read),
    });
    return { ...seen, tookMs: endedAtMs - invokedAtMs, ask };
  };
}

type Reading = Omit<Submitted, 'ask' | 'tookMs'> & {
  readonly resource: QueryResource | null;
  /** Why nothing is known. */
  readonly reason: string;
};

const NO_REPLY: Reading = {
  outcome: 'unknown',
  status: null,
  queryId: null,
  isReplay: false,
  retryAfter: null,
  resource: null,
  reason: '',
};

const isReply = (reply: unknown): reply is ApiReply =>
  typeof reply === 'object' && reply !== null && 'text' in reply && 'status' in reply;

/** Accepted, refused, or unknown: a 5xx and a broken connection both leave open whether the query is there. */
function readReply({ status, headers, text }: ApiReply): Reading {
  const retryAfter = headers.get('retry-after');
  if (status === 202 || status === 200) {
    const resource = queryResource.parse(JSON.parse(text));
    const isReplay = headers.get('idempotency-replayed') === 'true';
    return { ...NO_REPLY, outcome: 'accepted', status, queryId: resource.id, isReplay, retryAfter, resource };
  }
  const outcome = status >= 500 ? 'unknown' : 'refused';
  return { ...NO_REPLY, outcome, status, retryAfter, reason: `HTTP ${status}` };
}

function outcomeOf({ outcome, queryId, isReplay, status, reason }: Reading) {
  if (outcome === 'accepted' && queryId !== null) return { type: 'ok', queryId, isReplay } as const;
  if (outcome === 'refused' && status !== null) return { type: 'refused', status } as const;
  return { type: 'unknown', reason } as const;
}

const bodyOf = ({ question, lane, deadlineSeconds, cacheMode, callbackUrl }: WholeAsk): object => ({
  question,
  priority: lane,
  deadline_seconds: deadlineSeconds,
  cache: { mode: cacheMode },
  ...(callbackUrl === null ? {} : { callback: { url: callbackUrl } }),
});
