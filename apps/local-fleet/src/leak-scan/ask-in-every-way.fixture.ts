import type { NewQuery, Query } from '@ragfleet/client';
import { expect, vi } from 'vitest';
import { CARD_NUMBER } from './canaries.fixture.ts';
import { adminOf, callApi, questionOf, type Stage, WAIT_MS } from './stage.fixture.ts';

type Finish = (query: NewQuery, idempotencyKey?: string) => Promise<Query>;

/** Questions that end in every way that one can end, each with canaries in all that goes with it. */
export async function askInEveryWay(stage: Stage): Promise<void> {
  const admin = adminOf(stage);
  const finish: Finish = async (query, idempotencyKey) => {
    const options = idempotencyKey === undefined ? {} : { idempotencyKey };
    const { id } = await admin.queries.create(query, options);
    return admin.queries.wait(id, { timeoutMs: WAIT_MS });
  };
  instructModel(stage);
  await succeed(stage, finish);
  await fail(stage, finish);
  await endEarly(stage, finish);
  await askOtherwise(stage);
  await askWithWebhooks(stage, finish);
}

function instructModel({ model, canaries: { of } }: Stage): void {
  model.reply({ text: `It takes nine days ${of('answer of the model')} [1].` });
  model.failBy(({ texts }) => {
    const asked = texts.join(' ');
    if (asked.includes(of('failed question')))
      return { type: 'status', status: 400, code: of('error of the model') };
    const isHeld = [of('canceled question'), of('expired question')].some((held) => asked.includes(held));
    return isHeld ? { type: 'hang' } : null;
  });
}

async function succeed(stage: Stage, finish: Finish): Promise<void> {
  const { of } = stage.canaries;
  const fresh: NewQuery = {
    question: questionOf(of('question')),
    history: [
      { role: 'user', content: `Tell me of repairs ${of('history of the user')}.` },
      { role: 'assistant', content: `Gladly ${of('history of the assistant')}.` },
    ],
    session_id: of('session id'),
    metadata: { [of('metadata name of a query')]: of('metadata value of a query') },
  };
  const { id, status, result } = await finish(fresh, of('idempotency key'));
  expect(status).toBe('succeeded');
  expect(result?.answer).toContain(of('answer of the model'));
  const feedback = { rating: 'down', comment: `Wrong ${of('feedback comment')}` };
  expect((await callApi(stage, `/v1/queries/${id}/feedback`, { body: feedback })).status).toBe(204);

  const cached = { question: questionOf(of('cached question')) };
  expect((await finish(cached)).result?.cache.status).toBe('miss');
  expect((await finish(cached)).result?.cache.status).toBe('hit');
}

async function fail({ canaries: { of } }: Stage, finish: Finish): Promise<void> {
  await finish({ question: questionOf(of('failed question')) });
  const only = await finish({ question: questionOf(of('only-cached question')), cache: { mode: 'only' } });
  expect(only.status).toBe('failed');
  const blocked = await finish({ question: `Is the card ${CARD_NUMBER} charged for repairs?` });
  expect(blocked.error?.type).toMatch(/pii-blocked$/);
  expect(JSON.stringify(blocked)).not.toContain(CARD_NUMBER);
}

async function endEarly(stage: Stage, finish: Finish): Promise<void> {
  const { model, canaries } = stage;
  const admin = adminOf(stage);
  const { id } = await admin.queries.create({ question: questionOf(canaries.of('canceled question')) });
  await vi.waitUntil(() => model.callsInFlight() > 0, { timeout: WAIT_MS });
  expect((await admin.queries.cancel(id)).status).toBe('canceled');
  // Its model hangs: it expires, or is answered without one just before.
  await finish({ question: questionOf(canaries.of('expired question')), deadline_seconds: 5 });
  const purged = await finish({ question: questionOf(canaries.of('purged question')) });
  const purge = await callApi(stage, `/v1/queries/${purged.id}?purge=true`, { method: 'DELETE' });
  expect(purge.status).toBeLessThan(500);
}

async function askOtherwise(stage: Stage): Promise<void> {
  const { of } = stage.canaries;
  const admin = adminOf(stage);
  const queries = [{ question: questionOf(of('batched question')) }, { question: 5 }];
  expect((await callApi(stage, '/v1/queries/batch', { body: { queries } })).status).toBe(202);
  const streamed = await admin.queries.create({ question: questionOf(of('streamed question')) });
  for await (const event of admin.queries.stream(streamed.id)) if (event.type === 'done') break;
  await admin.search({ query: `repairs ${of('searched text')}` });
}

async function askWithWebhooks({ local, failing, canaries: { of } }: Stage, finish: Finish): Promise<void> {
  const rest = `/${of('callback path')}?token=${of('callback query string')}`;
  const told = await finish({
    question: questionOf(of('question with a webhook')),
    callback: { url: local.receiver_url + rest },
  });
  await finish({
    question: questionOf(of('question whose webhook fails')),
    callback: { url: failing.url + rest },
  });
  const received = async (): Promise<string> => (await fetch(local.receiver_url)).text();
  await vi.waitUntil(async () => (await received()).includes(told.id), { timeout: WAIT_MS });
  await vi.waitUntil(() => failing.bodies.length > 0, { timeout: WAIT_MS });
}
