import { createClient, type Query, type QueryEvent } from '@ragfleet/client';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { expectAnswer, expectThat, showAnswer, type TourContext, type TourStep } from '../tour-context.ts';

const WAIT_MS = 20_000;
const POLL_MS = 50;

/** One question on each lane, each with its own way for the answer to come back. */
export const askOnLanes: readonly TourStep[] = [
  { name: 'high lane: 202, then poll', run: askAndPoll },
  { name: 'normal lane: stream the answer', run: askAndStream },
  { name: 'low lane: signed webhook', run: askWithWebhook },
];

async function askAndPoll({ as, description, signal }: TourContext): Promise<string> {
  const question = 'How many days of annual leave do full-time employees have?';
  const seen: Response[] = [];
  const watchingFetch: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    seen.push(response);
    return response;
  };
  const client = createClient({
    url: description.ingress_url,
    apiKey: description.api_keys['user'] ?? '',
    fetch: watchingFetch,
  });
  const accepted = await client.queries.create({ question, priority: 'high' }, { signal });
  const reply = seen.at(-1);
  expectThat(reply?.status === 202, `POST /v1/queries answers 202, not ${reply?.status}`);
  expectThat(reply.headers.get('location') !== null, '202 names the query in Location');
  const query = expectAnswer(await as('user').queries.wait(accepted.id, { timeoutMs: WAIT_MS, signal }));
  expectThat(
    query.result.citations[0]?.document_id === 'annual-leave',
    'the answer cites the page on annual leave',
  );
  expectThat(query.result.answer.includes('28'), 'the answer says 28 days');
  return `${question}\n202 ${accepted.id} (${accepted.status}) → ${query.status}\n${showAnswer(query)}`;
}

async function askAndStream({ as, signal }: TourContext): Promise<string> {
  const question = 'What is the daily meal allowance for travel inside Europe?';
  const client = as('user');
  // No cached answer here: the tokens of the model itself.
  const accepted = await client.queries.create({ question, cache: { mode: 'bypass' } }, { signal });
  const events: QueryEvent[] = [];
  const limit = AbortSignal.any([signal, AbortSignal.timeout(WAIT_MS)]);
  for await (const event of client.queries.stream(accepted.id, { signal: limit })) events.push(event);
  const tokens = events.filter((event) => event.type === 'token').length;
  const done = events.find((event) => event.type === 'done');
  expectThat(tokens > 0, 'the stream carries tokens');
  expectThat(done !== undefined, 'the stream ends with done');
  const query = expectAnswer(done.data);
  expectThat(query.result.answer.includes('42'), 'the answer says 42 euros');
  return `${question}\n${tokens} tokens, then done\n${showAnswer(query)}`;
}

async function askWithWebhook({ as, description, signal }: TourContext): Promise<string> {
  const question = 'How often are laptops replaced?';
  const callback = { url: description.receiver_url };
  const accepted = await as('user').queries.create({ question, priority: 'low', callback }, { signal });
  const webhook = await webhookFor(accepted.id, description.receiver_url, signal);
  expectThat(webhook.verified, 'the signature of the webhook holds');
  expectThat(webhook.body?.type === 'query.succeeded', 'the webhook tells of the success');
  const query = expectAnswer(await as('user').queries.get(accepted.id, { signal }));
  return `${question}\n${webhook.webhook_id ?? ''}: ${webhook.body.type}, signature verified\n${showAnswer(query)}`;
}

const received = z.object({
  data: z.array(
    z.object({
      webhook_id: z.string().nullable(),
      verified: z.boolean(),
      body: z.object({ type: z.string(), data: z.object({ id: z.string() }) }).nullable(),
    }),
  ),
});
type Received = z.output<typeof received>['data'][number];

async function webhookFor(queryId: Query['id'], receiverUrl: string, signal: AbortSignal): Promise<Received> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(WAIT_MS)]);
  for (;;) {
    const { data } = received.parse(await (await fetch(receiverUrl, { signal: limit })).json());
    const ours = data.find(({ body }) => body?.data.id === queryId);
    if (ours !== undefined) return ours;
    await delay(POLL_MS, undefined, { signal: limit });
  }
}
