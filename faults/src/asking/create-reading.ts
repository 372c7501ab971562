import { queryResource } from '@ragfleet/contracts';
import { setTimeout as delay } from 'node:timers/promises';
import type { HistoryRecorder } from '../history/record-history.ts';
import type { ApiClient } from './api-client.ts';
import { type Asking, TERMINAL } from './contract.ts';
import { resultDigestOf } from './result-digest.ts';

export interface ReadingOptions {
  readonly call: ApiClient;
  readonly history: HistoryRecorder;
  readonly ingressUrl: () => string;
}

const POLL_MS = 100;

/** Reads queries by polling; each end that is read is in the history. */
export function createReading({
  call,
  history,
  ingressUrl,
}: ReadingOptions): Pick<Asking, 'read' | 'until' | 'untilEnded'> {
  const read: Asking['read'] = async ({ tenant, queryId }) => {
    const { status, text } = await call({ ingressUrl: ingressUrl(), tenant, path: `/v1/queries/${queryId}` });
    if (status !== 200) throw new Error(`Reading ${queryId} was answered with ${status}.`);
    const resource = queryResource.parse(JSON.parse(text));
    if (TERMINAL.includes(resource.status))
      history.read({
        tenantId: tenant.tenantId,
        queryId,
        status: resource.status,
        resultDigest: resultDigestOf(resource),
        readAtMs: Date.now(),
      });
    return resource;
  };
  const until: Asking['until'] = async (query, statuses, limitMs) => {
    const endsAtMs = performance.now() + limitMs;
    for (;;) {
      // While the fleet is broken, reading it may fail: that is no news of the query.
      const resource = await read(query).catch(() => null);
      if (resource !== null && statuses.includes(resource.status)) return resource;
      if (performance.now() > endsAtMs)
        throw new Error(`${query.queryId} is ${resource?.status ?? 'unreadable'} after ${limitMs} ms.`);
      await delay(POLL_MS);
    }
  };
  return {
    read,
    until,
    untilEnded: async (queries, limitMs) => {
      const endsAtMs = performance.now() + limitMs;
      const ended = [];
      // One after the other: a thousand polls at once would be a load of their own.
      for (const query of queries)
        ended.push(await until(query, TERMINAL, Math.max(POLL_MS, endsAtMs - performance.now())));
      return ended;
    },
  };
}
