import { afterEach, expect, test, vi } from 'vitest';
import { openToolStage, type ToolStage } from '../testing/tool-stage.fixture.ts';

const CITATION = {
  index: 1,
  document_id: 'leave',
  chunk_id: 'leave-1',
  title: 'Leave',
  source: null,
  namespace: 'default',
  quote: 'Everybody has 30 days.',
};
const RESULT = {
  answer: 'Thirty days [1].',
  citations: [CITATION],
  confidence: 0.8,
  model: 'local',
  warnings: [],
  cost_usd: 0.001,
};
const SUCCEEDED = { id: 'q_1', status: 'succeeded', error: null, result: RESULT };
const HIT = { ...CITATION, index: undefined, quote: undefined, text: 'Everybody has 30 days.', rank: 1 };

const eventOf = (type: string, data: unknown): string => `event: ${type}\ndata: ${JSON.stringify(data)}\n\n`;
const problem = (status: number, kind: string): Response =>
  Response.json(
    { type: `https://ragfleet.dev/problems/${kind}`, title: 'No', status, detail: 'Do it so.' },
    { status },
  );
/** A fleet whose one query goes through these events. */
const answering =
  (...events: readonly string[]) =>
  (line: string): Response =>
    line === 'POST /v1/queries'
      ? Response.json({ id: 'q_1', status: 'queued' }, { status: 202 })
      : new Response(events.join(''));
const textOf = (result: { content: unknown }): string =>
  (result.content as { text: string }[]).map(({ text }) => text).join('');

let stage: ToolStage;
afterEach(() => stage.close());
const ask = (more: object = {}) =>
  stage.client.callTool({ name: 'ask', arguments: { question: 'How many days?', ...more } });

test('both tools say what they take and give', async () => {
  stage = await openToolStage(answering());
  const { tools } = await stage.client.listTools();
  expect(tools.map(({ name }) => name)).toEqual(['ask', 'search']);
  expect(tools[0]?.inputSchema).toMatchObject({ required: ['question'], additionalProperties: false });
  expect(tools[0]?.outputSchema).toMatchObject({
    type: 'object',
    required: expect.arrayContaining(['answer']) as unknown,
  });
  expect(tools[1]?.outputSchema).toMatchObject({ type: 'object', required: ['passages'] });
});

test('an answer comes with its citations, as text and as data, under the key of the user', async () => {
  stage = await openToolStage(answering(eventOf('done', SUCCEEDED)));
  const history = [{ role: 'user', content: 'Hello' }];
  const result = await ask({ priority: 'high', quality: 'basic', history });
  expect(result.isError).toBeUndefined();
  expect(result.structuredContent).toEqual({ query_id: 'q_1', ...RESULT });
  expect(textOf(result)).toBe('Thirty days [1].\n\nSources:\n[1] Leave (leave)');
  expect(stage.asked.map(({ line, credential }) => [line, credential])).toEqual([
    ['POST /v1/queries', 'Bearer key-user'],
    ['GET /v1/queries/q_1/events', 'Bearer key-user'],
  ]);
  expect(stage.asked[0]?.body).toEqual({
    question: 'How many days?',
    priority: 'high',
    quality: 'basic',
    history,
    top_k: 5,
    deadline_seconds: 60,
  });
});

test('a client with a progress token sees place, tokens and resets as they come', async () => {
  const events = [
    eventOf('status', { status: 'queued', queue_position: 3 }),
    eventOf('status', { status: 'running' }),
    eventOf('token', { text: 'Thir', run: 1 }),
    eventOf('reset', { run: 2, reason: 'fallback' }),
    eventOf('done', SUCCEEDED),
  ];
  stage = await openToolStage(answering(...events));
  const seen: unknown[] = [];
  const call = { name: 'ask', arguments: { question: 'How many days?' } };
  await stage.client.callTool(call, {
    onprogress: ({ progress, message }) => seen.push([progress, message]),
  });
  expect(seen).toEqual([
    [1, 'The question waits, place 3.'],
    [2, 'The question is being answered.'],
    [3, 'Thir'],
    [4, 'The answer starts over.'],
  ]);
});

test.each([
  [{ status: 'expired', error: null }, 'larger deadline_seconds'],
  [{ status: 'canceled', error: null }, 'canceled elsewhere'],
  [
    { status: 'failed', error: { title: 'Personal data', detail: 'Leave it out.', retryable: false } },
    'Leave it out.',
  ],
  [
    { status: 'failed', error: { title: 'Away', detail: 'Sorry.', retryable: true } },
    'may be answered later',
  ],
  [{ status: 'succeeded', error: null }, 'removed from the fleet'],
])('a query that ends %o is an error with the fix', async (end, fix) => {
  stage = await openToolStage(answering(eventOf('done', { id: 'q_1', result: null, ...end })));
  const result = await ask();
  expect(result.isError).toBe(true);
  expect(textOf(result)).toContain(fix);
  expect(stage.asked.map(({ line }) => line)).not.toContain('POST /v1/queries/q_1/cancel');
});

test('what the fleet refuses is an error with the fix', async () => {
  stage = await openToolStage(() => problem(403, 'forbidden'));
  const result = await ask();
  expect([result.isError, textOf(result)]).toEqual([true, 'No: Do it so.']);
});

test('what the tools do not take is refused before anything is asked', async () => {
  stage = await openToolStage(answering());
  for (const more of [
    { question: '' },
    { question: 'x'.repeat(2_001) },
    { priority: 'urgent' },
    { tenant: 'other' },
  ])
    expect((await ask(more)).isError).toBe(true);
  const search = await stage.client.callTool({ name: 'search', arguments: { query: 'leave', limit: 21 } });
  expect([search.isError, stage.asked]).toEqual([true, []]);
});

test('a call that is taken back cancels its query', async () => {
  stage = await openToolStage((line, signal) => {
    if (line !== 'GET /v1/queries/q_1/events') return Response.json({ id: 'q_1', status: 'queued' });
    const body = new ReadableStream({
      start: (controller) => signal.addEventListener('abort', () => controller.error(signal.reason)),
    });
    return new Response(body);
  });
  const call = new AbortController();
  const given = stage.client.callTool(
    { name: 'ask', arguments: { question: 'Why?' } },
    { signal: call.signal },
  );
  await vi.waitFor(() => expect(stage.asked).toHaveLength(2));
  call.abort(new Error('Enough.'));
  await expect(given).rejects.toThrow('Enough.');
  await vi.waitFor(() => expect(stage.asked.at(-1)?.line).toBe('POST /v1/queries/q_1/cancel'));
  await stage.settled();
  expect(stage.said).toEqual([]);
});

test('where an address cannot stream, the query is polled', async () => {
  stage = await openToolStage((line) => {
    if (line.endsWith('/events')) return problem(501, 'not-built');
    return Response.json(line === 'POST /v1/queries' ? { id: 'q_1', status: 'queued' } : SUCCEEDED);
  });
  expect((await ask()).structuredContent).toMatchObject({ answer: 'Thirty days [1].' });
});

test('quotes and passages are bounded', async () => {
  const long = '𝟘'.repeat(10_000);
  const result = { ...RESULT, citations: [{ ...CITATION, quote: long }] };
  stage = await openToolStage((line) => {
    if (line === 'POST /v1/search') return Response.json({ object: 'list', data: [{ ...HIT, text: long }] });
    return answering(eventOf('done', { ...SUCCEEDED, result }))(line);
  });
  const { citations } = (await ask()).structuredContent as { citations: { quote: string }[] };
  expect(citations[0]?.quote).toBe(`${'𝟘'.repeat(999)}…`);
  const search = await stage.client.callTool({ name: 'search', arguments: { query: 'leave' } });
  const { passages } = search.structuredContent as { passages: { text: string }[] };
  expect(passages[0]?.text.length).toBeLessThanOrEqual(8_000);
});

test('search gives passages, and says when there are none', async () => {
  let data = [HIT];
  stage = await openToolStage(() => Response.json({ object: 'list', data }));
  const search = (more: object = {}) =>
    stage.client.callTool({ name: 'search', arguments: { query: 'leave', ...more } });
  const found = await search({ limit: 3, namespaces: ['default'], mode: 'keyword' });
  expect(found.structuredContent).toMatchObject({ passages: [{ document_id: 'leave', rank: 1 }] });
  expect(textOf(found)).toBe('[1] Leave (leave)\nEverybody has 30 days.');
  expect(stage.asked[0]?.body).toEqual({
    query: 'leave',
    top_k: 3,
    namespaces: ['default'],
    mode: 'keyword',
  });
  data = [];
  expect(textOf(await search())).toContain('No passage');
});

test('calls beyond the limit are refused until one ends', async () => {
  const held = Promise.withResolvers<Response>();
  stage = await openToolStage(() => held.promise.then((response) => response.clone()));
  const search = () => stage.client.callTool({ name: 'search', arguments: { query: 'leave' } });
  const open = Array.from({ length: 16 }, search);
  await vi.waitFor(() => expect(stage.asked).toHaveLength(16));
  expect(textOf(await search())).toContain('At most 16 calls');
  held.resolve(Response.json({ object: 'list', data: [] }));
  await Promise.all(open);
  expect((await search()).isError).toBeUndefined();
});
