import { createClient, type NewQuery, type Query, type RagfleetClient } from '@ragfleet/client';
import {
  type CollectorDouble,
  type ModelDouble,
  type ReceivedSpan,
  startCollectorDouble,
  startOpenAiDouble,
} from '@ragfleet/test-support';
import { randomBytes } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { LocalDescription } from './data-dir/local-description.ts';
import { createFleetHarness, type FleetHarness, type FleetProcess } from './testing/fleet-process.fixture.ts';
import { edgesOf } from './testing/span-trees.fixture.ts';

const MODEL = 'gpt-4o-mini';
const QUESTION = 'How many days does a repair under warranty take?';
const SERVER = 'POST /v1/queries';
const SERVER_STEPS = [`caller > ${SERVER}`, `${SERVER} > publish rag-normal`];
const BEFORE_CACHE = ['authorize', 'sanitize', 'pii', 'degradation', 'cache_exact'];
const SEARCHING = ['embed', 'cache_semantic', 'search', 'recheck', 'context', 'route'];
const ANSWERING = ['generate', 'filter', 'build', 'cache_store', 'audit'];
const PROCESS = 'process rag-normal';

let fleets: FleetHarness;
let fleet: FleetProcess;
let local: LocalDescription;
let admin: RagfleetClient;
let collector: CollectorDouble;
let model: ModelDouble;
let receiver: Server;
let webhookHeaders: IncomingHttpHeaders[] = [];

beforeAll(async () => {
  fleets = await createFleetHarness();
  [collector, model] = await Promise.all([startCollectorDouble(), startOpenAiDouble()]);
  receiver = createServer((request, response) => {
    webhookHeaders.push(request.headers);
    request.resume().on('end', () => response.writeHead(204).end());
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', () => resolve()));
  fleet = fleets.start(['start', '--workers', '1', '--data-dir', fleets.folder('fleet')], {
    OPENAI_API_KEY: 'not-a-secret',
    OPENAI_BASE_URL: `${model.url}/v1`,
    EMBEDDING_MODEL: 'local',
    DEFAULT_MODEL: MODEL,
    MAX_RETRIES: '0',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    WEBHOOK_ALLOW_HOSTS: receiverHost(),
  });
  await vi.waitUntil(() => fleet.output.stdout.includes('Ctrl-C'), { timeout: 150_000 });
  local = await fleets.describe('fleet');
  admin = createClient({ url: local.ingress_url, apiKey: local.api_keys['admin'] ?? '' });
}, 200_000);
afterAll(async () => {
  await fleets.end();
  receiver.closeAllConnections();
  receiver.close();
  await Promise.all([collector.stop(), model.stop()]);
}, 60_000);

const receiverHost = (): string => `127.0.0.1:${(receiver.address() as AddressInfo).port}`;

interface Caller {
  readonly traceId: string;
  readonly spanId: string;
  readonly traceparent: string;
}

function newCaller(): Caller {
  const [traceId, spanId] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')];
  return { traceId, spanId, traceparent: `00-${traceId}-${spanId}-01` };
}

const post = (path: string, body: unknown, headers: Readonly<Record<string, string>>): Promise<Response> =>
  fetch(local.ingress_url + path, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${local.api_keys['admin'] ?? ''}`,
      'content-type': 'application/json',
      ...headers,
    },
    body: JSON.stringify(body),
  });

/** Asks as a caller that traces, and waits for the end. */
async function ask({ traceparent }: Pick<Caller, 'traceparent'>, query: NewQuery): Promise<Query> {
  const reply = await post('/v1/queries', query, { traceparent });
  expect(reply.status).toBe(202);
  const { id } = (await reply.json()) as Query;
  return admin.queries.wait(id, { timeoutMs: 60_000 });
}

const spansOf = ({ traceId }: Pick<Caller, 'traceId'>): ReceivedSpan[] =>
  collector.spans().filter((span) => span.traceId === traceId);

/** The spans of a trace, once these are among them: of each process its last, for each sends its own in its own time. */
async function traced(caller: Caller, last: readonly string[]): Promise<ReceivedSpan[]> {
  await vi.waitFor(
    () => expect(spansOf(caller).map(({ name }) => name)).toEqual(expect.arrayContaining([...last])),
    { timeout: 30_000, interval: 50 },
  );
  return spansOf(caller);
}

const under = (parent: string, names: readonly string[]): string[] =>
  names.map((name) => `${parent} > ${name}`);
const namedIn = (spans: readonly ReceivedSpan[], name: string): ReceivedSpan | undefined =>
  spans.find((span) => span.name === name);

describe('a fleet whose traces go to a collector', { timeout: 120_000 }, () => {
  it('traces documents from their submission to their webhook', async () => {
    const caller = newCaller();
    const documents = [
      { id: 'warranty', title: 'Repairs', content: 'A repair under warranty takes nine days.' },
    ];
    const callback = { url: `http://${receiverHost()}/documents` };
    const reply = await post('/v1/documents', { documents, callback }, { traceparent: caller.traceparent });
    expect(reply.status).toBe(202);
    const spans = await traced(caller, [
      'POST /v1/documents',
      'process ingest',
      'deliver ingestion.finished',
    ]);
    expect(edgesOf(spans, caller.spanId).toSorted()).toEqual(
      [
        'caller > POST /v1/documents',
        'POST /v1/documents > publish ingest',
        'publish ingest > process ingest',
        'process ingest > deliver ingestion.finished',
      ].toSorted(),
    );
  });

  it('makes one connected tree of a question, over three processes', async () => {
    const caller = newCaller();
    webhookHeaders = [];
    const callback = { url: `http://${receiverHost()}/answers` };
    const query = await ask(caller, { question: QUESTION, callback });
    expect(query).toMatchObject({ status: 'succeeded', trace_id: caller.traceId });
    const spans = await traced(caller, [SERVER, PROCESS, 'deliver query.succeeded']);
    expect(edgesOf(spans, caller.spanId).toSorted()).toEqual(
      [
        ...SERVER_STEPS,
        `publish rag-normal > ${PROCESS}`,
        ...under(PROCESS, [...BEFORE_CACHE, ...SEARCHING, ...ANSWERING]),
        'embed > embeddings local-hash-1024',
        'search > search pgvector',
        `generate > chat ${MODEL}`,
        'publish rag-normal > deliver query.succeeded',
      ].toSorted(),
    );
    expect(new Set(spans.map(({ service }) => service))).toEqual(
      new Set(['ingress-api', 'query-worker', 'webhook-worker']),
    );
    expect(namedIn(spans, PROCESS)?.attributes).toMatchObject({
      'ragfleet.tenant.id': expect.any(String) as string,
      'ragfleet.query.id': query.id,
      'ragfleet.lane': 'normal',
      'ragfleet.cache.status': 'miss',
      'ragfleet.degradation.level': 'full',
    });
    expect(namedIn(spans, `chat ${MODEL}`)).toMatchObject({
      kind: 3,
      failure: null,
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'openai',
        'gen_ai.request.model': MODEL,
        'gen_ai.usage.input_tokens': query.result?.usage.input_tokens,
        'gen_ai.usage.output_tokens': query.result?.usage.output_tokens,
      },
    });
    const delivery = namedIn(spans, 'deliver query.succeeded');
    expect(webhookHeaders.map(({ traceparent }) => traceparent)).toContain(
      `00-${caller.traceId}-${delivery?.spanId}-01`,
    );
  });

  it('makes a shorter tree of an answer from the cache', async () => {
    const caller = newCaller();
    expect((await ask(caller, { question: QUESTION })).result?.cache.status).toBe('hit');
    const spans = await traced(caller, [SERVER, PROCESS]);
    expect(edgesOf(spans, caller.spanId).toSorted()).toEqual(
      [
        ...SERVER_STEPS,
        `publish rag-normal > ${PROCESS}`,
        ...under(PROCESS, [...BEFORE_CACHE, 'audit']),
      ].toSorted(),
    );
    expect(namedIn(spans, PROCESS)?.attributes).toMatchObject({
      'ragfleet.cache.status': 'hit',
      'ragfleet.cache.tier': 'exact',
    });
  });

  it('shows which call of a model failed, and how', async () => {
    const caller = newCaller();
    model.failNext({ type: 'status', status: 400 });
    const question = 'How long does a repair take when it is under warranty and the part is lost?';
    await ask(caller, { question, cache: { mode: 'bypass' } });
    const spans = await traced(caller, [SERVER, PROCESS]);
    const call = spans.find(({ name, failure }) => name === `chat ${MODEL}` && failure !== null);
    expect(call?.failure).toMatch(/^[a-z-]+$/);
    expect(call?.attributes['error.type']).toBe(call?.failure);
  });

  it('names the trace in the reply, the problem and the log, and begins one where the caller has none', async () => {
    const caller = newCaller();
    const refused = await post('/v1/queries', { question: 5 }, { traceparent: caller.traceparent });
    expect(await refused.json()).toMatchObject({ status: 422, trace_id: caller.traceId });
    const own = await post('/v1/queries', { question: QUESTION }, {});
    const { trace_id: traceId = 'none' } = (await own.json()) as Query;
    expect(own.headers.get('traceresponse')).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`));
    await traced({ traceId, spanId: '', traceparent: '' }, [SERVER, PROCESS]);
    const log = await readFile(join(fleets.folder('fleet'), 'logs', 'ingress-api.log'), 'utf8');
    const lines = log.split('\n').filter((line) => line.includes('"request answered"'));
    for (const id of [caller.traceId, traceId])
      expect(lines.some((line) => line.includes(`"traceId":"${id}"`))).toBe(true);
  });

  it('traces a search with its steps', async () => {
    const caller = newCaller();
    const reply = await post('/v1/search', { query: QUESTION }, { traceparent: caller.traceparent });
    expect(reply.status).toBe(200);
    const spans = await traced(caller, ['POST /v1/search', 'search', 'recheck']);
    expect(edgesOf(spans, caller.spanId).toSorted()).toEqual(
      [
        'caller > POST /v1/search',
        'search > embed',
        ...under('POST /v1/search', ['search', 'recheck']),
      ].toSorted(),
    );
  });

  it('leaves alone what its caller does not record', async () => {
    const caller = newCaller();
    const traceparent = caller.traceparent.replace(/01$/, '00');
    const query = await ask({ traceparent }, { question: QUESTION });
    expect(query.trace_id).toBeUndefined();
    const after = newCaller();
    await ask(after, { question: QUESTION });
    await traced(after, [PROCESS]);
    expect(spansOf(caller)).toEqual([]);
  });

  it('says nothing of question, document, answer or header', async () => {
    const canary = `zq${randomBytes(8).toString('hex')}`;
    const caller = newCaller();
    await admin.documents.submit([{ id: canary, title: canary, content: `Shelf ${canary} holds parts.` }]);
    model.reply({ text: `It is on shelf ${canary} [1].` });
    const body = { question: `Where is shelf ${canary}?`, metadata: { note: canary } };
    const headers = { 'user-agent': canary, cookie: `session=${canary}`, tracestate: `vendor=${canary}` };
    const reply = await post('/v1/queries', body, { traceparent: caller.traceparent, ...headers });
    const { id } = (await reply.json()) as Query;
    expect((await admin.queries.wait(id)).status).toBe('succeeded');
    await traced(caller, [PROCESS, `chat ${MODEL}`]);
    expect(collector.received()).not.toContain(canary);
  });
});

describe('a fleet whose collector is away', { timeout: 180_000 }, () => {
  it('answers as if nothing were traced, says so once a process, and stops cleanly', async () => {
    collector.behave('silent');
    const callers = Array.from({ length: 20 }, newCaller);
    const ended = await Promise.all(callers.map((caller) => ask(caller, { question: QUESTION })));
    expect(ended.map(({ status }) => status)).toEqual(ended.map(() => 'succeeded'));
    expect(new Set(ended.map(({ result }) => result?.degradation.level))).toEqual(new Set(['full']));
    const logs = join(fleets.folder('fleet'), 'logs');
    const losses = async (): Promise<number> => {
      const log = await readFile(join(logs, 'ingress-api.log'), 'utf8');
      return log.split('\n').filter((line) => line.includes('spans were lost')).length;
    };
    await vi.waitFor(async () => expect(await losses()).toBe(1), { timeout: 60_000, interval: 200 });
    fleet.child.kill('SIGTERM');
    expect((await fleet.ended).code).toBe(0);
    expect(await losses()).toBe(1);
    const names = ['ingress-api', 'query-worker-1', 'webhook-worker', 'batch-worker'];
    const isClean = async (name: string): Promise<boolean> =>
      (await readFile(join(logs, `${name}.log`), 'utf8')).includes('"clean":true');
    expect(await Promise.all(names.map(isClean))).toEqual(names.map(() => true));
  });
});
