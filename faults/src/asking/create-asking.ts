import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { AskedFleet } from '../fleet/contract.ts';
import { questionAbout } from '../fleet/tenant-documents.ts';
import type { HistoryRecorder } from '../history/record-history.ts';
import { createApiClient } from './api-client.ts';
import type { Accepted, Ask, Asking, Submitted, WholeAsk } from './contract.ts';
import { createReading } from './create-reading.ts';
import { foreignCanaries } from './foreign-canaries.ts';
import { keepAsking } from './keep-asking.ts';
import { createSubmitOnce } from './submit-once.ts';

const KNOWN_WITHIN_MS = 60_000;
const RETRY_MS = 300;
const DEADLINE_SECONDS = 120;

/** Clients of one fleet for one scenario. */
export function createAsking(fleet: AskedFleet, history: HistoryRecorder): Asking {
  const call = createApiClient((tenantId, where, text) => {
    for (const canary of foreignCanaries(fleet.tenants, tenantId, text))
      history.foreignBytesFound({ tenantId, where, canary });
  });
  const client = { call, history, ingressUrl: () => fleet.ingressUrl() };
  const submitOnce = createSubmitOnce(client);
  const accepted = new Map<string, Accepted>();
  const whole = createCompletion(fleet);

  const submit = async (ask: WholeAsk): Promise<Submitted> => {
    const submitted = await submitOnce(ask);
    const { queryId } = submitted;
    const { tenant, callbackUrl } = ask;
    if (queryId !== null) accepted.set(queryId, { tenant, queryId, callbackUrl });
    return submitted;
  };
  const askUntilKnown = async (ask: WholeAsk): Promise<Accepted> => {
    const { tenant, callbackUrl } = ask;
    const endsAtMs = performance.now() + KNOWN_WITHIN_MS;
    for (;;) {
      const { outcome, status, queryId } = await submit(ask);
      if (queryId !== null) return { tenant, queryId, callbackUrl };
      if (outcome === 'refused') throw new Error(`A question was refused with ${status}.`);
      if (performance.now() > endsAtMs) throw new Error('The outcome of a submission was not known in time.');
      await delay(RETRY_MS);
    }
  };
  return {
    ...createReading(client),
    submit: (ask = {}) => submit(whole(ask)),
    ask: (ask = {}) => askUntilKnown(whole(ask)),
    askMany: (count, ask = {}) => Promise.all(Array.from({ length: count }, () => askUntilKnown(whole(ask)))),
    keepAsking: (load) => keepAsking(load, (ask) => askUntilKnown(whole(ask))),
    accepted: () => [...accepted.values()],
  };
}

/** Decides what an `Ask` leaves open: by default each is a question of its own, past the cache, with a webhook. */
function createCompletion({ tenants, receiver }: AskedFleet): (ask: Ask) => WholeAsk {
  let asked = 0;
  return (ask) => {
    asked += 1;
    const { tenant = tenants[0], callbackUrl = receiver.urlFor(tenant.tenantId) } = ask;
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
}
