import { type QueryResource, queryResource } from '@ragfleet/contracts';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { FaultFleet } from '../fleet/contract.ts';
import { questionAbout } from '../fleet/tenant-documents.ts';
import type { HistoryRecorder } from '../history/record-history.ts';
import { createApiClient } from './api-client.ts';
import {
  type Accepted,
  type Ask,
  type Asking,
  type Load,
  type LoadOptions,
  type Submitted,
  TERMINAL,
  type WholeAsk,
} from './contract.ts';
import { foreignCanaries } from './foreign-canaries.ts';
import { resultDigestOf } from './result-digest.ts';
import { createSubmitOnce } from './submit-once.ts';

const KNOWN_WITHIN_MS = 60_000;
const RETRY_MS = 300;
const POLL_MS = 100;
const DEADLINE_SECONDS = 120;

/** Clients of one fleet for one scenario. */
export function createAsking(fleet: FaultFleet, history: HistoryRecorder): Asking {
  const call = createApiClient((tenantId, where, text) => {
    for (const canary of foreignCanaries(fleet.tenants, tenantId, text))
      history.foreignBytesFound({ tenantId, where, canary });
  });
  const submitOnce = createSubmitOnce({ call, history, ingressUrl: fleet.ingressUrl });
  const accepted = new Map<string, Accepted>();
  let asked = 0;

  const whole = (ask: Ask): WholeAsk => {
    asked += 1;
    const { tenant = fleet.tenants[0], callbackUrl = fleet.receiver.urlFor(tenant.tenantId) } = ask;
    return {
      lane: 'normal',
      question: questionAbout(asked, asked),
      deadlineSeconds: DEADLINE_SECONDS,
      idempotencyKey: randomUUID(),
      cacheMode: 'bypass',
      ...ask,
      tenant,
      callbackUrl,
    };
  };
  const submit = async (ask: WholeAsk): Promise<Submitted> => {
    const submitted = await submitOnce(ask);
    const { queryId } = submitted;
    const { tenant, callbackUrl } = ask;
    if (queryId !== null) accepted.set(queryId, { tenant, queryId, callbackUrl });
    return submitted;
  };
  const askUntilKnown = async (ask: WholeAsk): Promise<Accepted> => {
    const endsAtMs = performance.now() + KNOWN_WITHIN_MS;
    for (;;) {
      const { outcome, status, queryId } = await submit(ask);
      const { tenant, callbackUrl } = ask;
      if (queryId !== null) return { tenant, queryId, callbackUrl };
      if (outcome === 'refused') throw new Error(`A question was refused with ${status}.`);
      if (performance.now() > endsAtMs) throw new Error('The outcome of a submission was not known in time.');
      await delay(RETRY_MS);
    }
  };
  const read = async ({ tenant, queryId }: Accepted): Promise<QueryResource> => {
    const { status, text } = await call({
      ingressUrl: fleet.ingressUrl(),
      tenant,
      path: `/v1/queries/${queryId}`,
    });
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
    submit: (ask = {}) => submit(whole(ask)),
    ask: (ask = {}) => askUntilKnown(whole(ask)),
    askMany: (count, ask = {}) => Promise.all(Array.from({ length: count }, () => askUntilKnown(whole(ask)))),
    keepAsking: (load) => keepAsking(load, (ask) => askUntilKnown(whole(ask))),
    accepted: () => [...accepted.values()],
    read,
    until,
    untilEnded: async (queries, limitMs) => {
      const endsAtMs = performance.now() + limitMs;
      const ended: QueryResource[] = [];
      // One after the other: a thousand polls at once would be a load of their own.
      for (const query of queries)
        ended.push(await until(query, TERMINAL, Math.max(POLL_MS, endsAtMs - performance.now())));
      return ended;
    },
  };
}

function keepAsking({ perSecond, ...ask }: LoadOptions, begin: (ask: Ask) => Promise<Accepted>): Load {
  const running: Promise<Accepted>[] = [];
  const startedAtMs = performance.now();
  // By the clock and not by the tick: a late tick begins all that is due.
  const timer = setInterval(
    () => {
      while (running.length < ((performance.now() - startedAtMs) * perSecond) / 1_000) {
        const one = begin(ask);
        one.catch(() => undefined); // heard in stop()
        running.push(one);
      }
    },
    Math.min(1_000 / perSecond, 50),
  );
  return {
    stop: () => {
      clearInterval(timer);
      return Promise.all(running);
    },
  };
}
