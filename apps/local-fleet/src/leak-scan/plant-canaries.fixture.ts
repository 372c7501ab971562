import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient, type Query, type RagfleetClient } from '@ragfleet/client';
import type { ModelDouble } from '@ragfleet/test-support';
import { expect, vi } from 'vitest';
import type { LocalDescription } from '../data-dir/local-description.ts';
import { CARD_NUMBER, type Canaries } from './canaries.fixture.ts';
import type { Reading } from './read-sinks.fixture.ts';

const WAIT_MS = 60_000;

export interface Receiver {
  readonly url: string;
  readonly port: number;
  readonly bodies: readonly string[];
  stop(): Promise<void>;
}

/** A receiver that keeps what it is sent, and answers as it is told. */
export async function startReceiver(reply: {
  status: number;
  text: string;
  header: string;
}): Promise<Receiver> {
  const bodies: string[] = [];
  const server: Server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (piece) => (body += String(piece)));
    request.on('end', () => {
      bodies.push(`${request.url ?? ''}\n${body}`);
      response.writeHead(reply.status, { 'x-note': reply.header }).end(reply.text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    port,
    bodies,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface Stage {
  readonly local: LocalDescription;
  readonly canaries: Canaries;
  readonly model: ModelDouble;
  readonly failing: Receiver;
  readonly others: Receiver;
}

const QUESTION = 'How many days does a repair under warranty take, says';

/** Uses the fleet in every way that a canary can go into it. Resolves to what it said to strangers and in errors. */
export async function plantCanaries(stage: Stage): Promise<Reading[]> {
  const { local } = stage;
  const admin = createClient({ url: local.ingress_url, apiKey: local.api_keys['admin'] ?? '' });
  const other = createClient({ url: local.ingress_url, apiKey: local.other_tenant_api_keys['admin'] ?? '' });
  await configure(admin, stage);
  await ingest(admin, stage);
  await upload(stage);
  await askInEveryWay(admin, stage);
  const errors = await provokeErrors(stage);
  const foreign = await lookAsStranger(other, stage);
  await changeLevel(stage);
  return [...errors, ...foreign];
}

async function configure(admin: RagfleetClient, { canaries }: Stage): Promise<void> {
  await admin.setAnswerSettings({
    system_prompt: `Answer briefly ${canaries.of('system prompt')}.`,
    own_keys: { anthropic: `sk-ant-${canaries.of('own model key')}` },
  });
}

async function ingest(admin: RagfleetClient, { canaries: { of }, local }: Stage): Promise<void> {
  const { id } = await admin.documents.submit([
    {
      id: 'warranty',
      title: `Repairs ${of('document title')}`,
      content: `A repair under warranty takes nine days. ${of('document text')}`,
      source: `https://intranet.example.com/${of('document source')}`,
      department: 'people',
      metadata: { [of('document metadata name')]: of('document metadata value') },
    },
    {
      id: 'gone',
      title: 'Old',
      content: `Repairs took twelve days once. ${of('text of a deleted document')}`,
    },
    { id: 'labeled', title: 'L', content: 'A label.', department: of('document department') },
  ]);
  expect((await admin.ingestions.wait(id)).counts.failed).toBe(0);
  await admin.documents.delete('gone');
  expect(local.receiver_url).toContain('http');
}

async function upload({ canaries: { of }, local }: Stage): Promise<void> {
  const form = new FormData();
  const add = (name: string, text: string): void =>
    form.append('files', new File([text], name, { type: 'text/plain' }));
  add(`${of('name of an uploaded file')}.txt`, `Shipping takes two days. ${of('text of an uploaded file')}`);
  add(
    `${of('name of a file that cannot be read')}.pdf`,
    `%PDF-1.7 ${of('text of a file that cannot be read')}`,
  );
  const headers = { authorization: `Bearer ${local.api_keys['admin'] ?? ''}` };
  const reply = await fetch(`${local.ingress_url}/v1/documents`, { method: 'POST', headers, body: form });
  expect(reply.status).toBe(202);
  const { id } = (await reply.json()) as { id: string };
  const admin = createClient({ url: local.ingress_url, apiKey: local.api_keys['admin'] ?? '' });
  expect((await admin.ingestions.wait(id)).counts.failed).toBe(1);
}

async function askInEveryWay(admin: RagfleetClient, stage: Stage): Promise<void> {
  const { canaries, local, model, failing } = stage;
  const { of } = canaries;
  const finish = async (
    query: Parameters<RagfleetClient['queries']['create']>[0],
    key?: string,
  ): Promise<Query> => {
    const options = key === undefined ? {} : { idempotencyKey: key };
    const { id } = await admin.queries.create(query, options);
    return admin.queries.wait(id, { timeoutMs: WAIT_MS });
  };
  model.reply((request) => ({
    text: `It takes nine days ${of('answer of the model')} [1].`,
    ...(request.kind === 'answer' && {}),
  }));
  model.failBy(({ texts }) => {
    const asked = texts.join(' ');
    if (asked.includes(of('failed question')))
      return { type: 'status', status: 400, code: of('error of the model') };
    return asked.includes(of('canceled question')) || asked.includes(of('expired question'))
      ? { type: 'hang' }
      : null;
  });

  const fresh = await finish(
    {
      question: `${QUESTION} ${of('question')}?`,
      history: [
        { role: 'user', content: `Tell me of repairs ${of('history of the user')}.` },
        { role: 'assistant', content: `Gladly ${of('history of the assistant')}.` },
      ],
      session_id: of('session id'),
      metadata: { [of('metadata name of a query')]: of('metadata value of a query') },
    },
    of('idempotency key'),
  );
  expect([fresh.status, fresh.result?.answer]).toEqual([
    'succeeded',
    expect.stringContaining(of('answer of the model')),
  ]);

  const cached = { question: `${QUESTION} ${of('cached question')}?` };
  expect((await finish(cached)).result?.cache.status).toBe('miss');
  expect((await finish(cached)).result?.cache.status).toBe('hit');

  await finish({ question: `${QUESTION} ${of('failed question')}?` });
  const only = await finish({
    question: `${QUESTION} ${of('only-cached question')}?`,
    cache: { mode: 'only' },
  });
  expect(only.status).toBe('failed');
  const blocked = await finish({ question: `Is the card ${CARD_NUMBER} charged for repairs?` });
  expect(blocked.error?.type).toMatch(/pii-blocked$/);
  expect(JSON.stringify(blocked)).not.toContain(CARD_NUMBER);

  const canceled = await admin.queries.create({ question: `${QUESTION} ${of('canceled question')}?` });
  await vi.waitUntil(() => model.callsInFlight() > 0, { timeout: WAIT_MS });
  expect((await admin.queries.cancel(canceled.id)).status).toBe('canceled');
  const expired = await finish({ question: `${QUESTION} ${of('expired question')}?`, deadline_seconds: 5 });
  expect(['expired', 'succeeded', 'failed']).toContain(expired.status);

  const purged = await finish({ question: `${QUESTION} ${of('purged question')}?` });
  await callAs(stage, 'admin', 'DELETE', `/v1/queries/${purged.id}?purge=true`);
  await callAs(stage, 'admin', 'POST', `/v1/queries/${fresh.id}/feedback`, {
    rating: 'down',
    comment: `Wrong ${of('feedback comment')}`,
  });
  await callAs(stage, 'admin', 'POST', '/v1/queries/batch', {
    queries: [{ question: `${QUESTION} ${of('batched question')}?` }, { question: 5 }],
  });
  const streamed = await admin.queries.create({ question: `${QUESTION} ${of('streamed question')}?` });
  for await (const event of admin.queries.stream(streamed.id)) if (event.type === 'done') break;
  await admin.search({ query: `repairs ${of('searched text')}` });

  const address = `${local.receiver_url}/${of('callback path')}?token=${of('callback query string')}`;
  const told = await finish({
    question: `${QUESTION} ${of('question with a webhook')}?`,
    callback: { url: address },
  });
  await finish({
    question: `${QUESTION} ${of('question whose webhook fails')}?`,
    callback: { url: `${failing.url}/${of('callback path')}?token=${of('callback query string')}` },
  });
  await vi.waitUntil(() => failing.bodies.length > 0, { timeout: WAIT_MS });
  await vi.waitUntil(async () => (await (await fetch(local.receiver_url)).text()).includes(told.id), {
    timeout: WAIT_MS,
  });
}

const callAs = (
  { local }: Stage,
  role: string | null,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Response> =>
  fetch(local.ingress_url + path, {
    method,
    headers: {
      ...(role !== null && { authorization: `Bearer ${local.api_keys[role] ?? ''}` }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });

/** Requests that are refused, each with a canary where it is tempting to say it again. */
async function provokeErrors(stage: Stage): Promise<Reading[]> {
  const { of } = stage.canaries;
  const browser = {
    cookie: `a=${of('cookie')}`,
    'user-agent': of('user agent'),
    referer: `https://${of('referer')}.example.com/`,
  };
  const replies = await Promise.all([
    callAs(stage, 'user', 'POST', '/v1/queries', { question: 'a', priority: of('refused value') }, browser),
    callAs(stage, 'user', 'POST', '/v1/queries', { question: 'a', [of('refused field')]: 1 }, browser),
    callAs(stage, 'user', 'POST', '/v1/queries', `{"question": ${of('broken JSON')}`, browser),
    callAs(stage, null, 'GET', '/v1/queries', undefined, { authorization: `Bearer ${of('bad credential')}` }),
    callAs(stage, 'user', 'GET', `/v1/${of('unknown path')}`, undefined, browser),
    callAs(stage, 'user', 'GET', `/v1/queries?after=${of('query string')}`, undefined, browser),
    callAs(stage, 'user', 'GET', `/v1/queries/q_1?after=${of('query string')}`, undefined, browser),
    callAs(stage, 'guest', 'GET', '/v1/api-keys', undefined, browser),
    callAs(stage, 'admin', 'POST', '/v1/queries', {
      question: `a ${of('question')}`,
      callback: { url: `https://10.0.0.1/${of('callback path')}?token=${of('callback query string')}` },
    }),
    callAs(stage, 'admin', 'POST', '/v1/search', { query: `card ${CARD_NUMBER}` }),
    fetch(`${stage.local.dashboard_url}/api/queues`, {
      headers: {
        authorization: `Basic ${Buffer.from(`operator:${of('dashboard guess')}`).toString('base64')}`,
      },
    }),
  ]);
  return Promise.all(
    replies.map(async (reply) => {
      expect(reply.status).toBeGreaterThanOrEqual(400);
      return {
        sink: 'errors' as const,
        place: `${reply.status} ${reply.url}`,
        bytes: Buffer.from(await reply.arrayBuffer()),
      };
    }),
  );
}

/** What a stranger hears: another tenant's answers, searches, lists and webhooks. */
async function lookAsStranger(
  other: RagfleetClient,
  { canaries: { of }, others, local }: Stage,
): Promise<Reading[]> {
  const { id } = await other.queries.create({
    question: `${QUESTION} ${of("other tenant's question")}?`,
    callback: { url: others.url },
  });
  const query = await other.queries.wait(id, { timeoutMs: WAIT_MS });
  await vi.waitUntil(() => others.bodies.length > 0, { timeout: WAIT_MS });
  const heard: unknown[] = [
    query,
    await other.search({ query: 'repair under warranty', top_k: 20 }),
    await other.queries.list({ limit: 100 }),
    await other.webhooks.deliveries(),
    await other.webhooks.endpoints(),
    await other.cacheStats(),
    others.bodies,
    await (await fetch(`${local.ingress_url}/openapi.json`)).text(),
  ];
  return heard.map((value, index) => ({
    sink: 'other tenant',
    place: `reply ${index}`,
    // The model says its word to whoever asks it: that of the other tenant is its own.
    bytes: Buffer.from(JSON.stringify(value).replaceAll(of('answer of the model'), '')),
  }));
}

/** Last of all: from then on the tenant's questions are answered by less. */
async function changeLevel(stage: Stage): Promise<void> {
  const reason = `Tidying ${stage.canaries.of('level reason')}`;
  const reply = await callAs(stage, 'admin', 'PUT', '/v1/degradation', { level: 'reduced', reason });
  expect(reply.status).toBe(200);
}
