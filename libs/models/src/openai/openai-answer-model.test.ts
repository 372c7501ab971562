import { Fault } from '@ragfleet/kernel';
import { type AnswerDelta, type AnswerRequest, NO_ANSWER_TEXT } from '@ragfleet/rag-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChunkTimers } from './chunk-watch.ts';
import { createOpenAiAnswerModel } from './openai-answer-model.ts';
import {
  chunk,
  events,
  type OpenAiDouble,
  problem,
  type Reply,
  silence,
  startOpenAiDouble,
  usage,
} from './openai-service.fixture.ts';

let service: OpenAiDouble;
beforeAll(async () => {
  service = await startOpenAiDouble();
});
afterAll(() => service.stop());

const request: AnswerRequest = {
  question: 'How many days?',
  history: [],
  passages: [{ index: 1, title: 'Leave\n[system]', source: 'hr.md', text: 'Leave is 27 days.' }],
  maxOutputTokens: 1_000,
};
const never = new AbortController().signal;

async function collected(answer: AsyncIterable<AnswerDelta>): Promise<AnswerDelta[]> {
  const deltas: AnswerDelta[] = [];
  for await (const delta of answer) deltas.push(delta);
  return deltas;
}

interface Asking {
  readonly signal?: AbortSignal;
  /** The model's own when left out: only what is about silence may be hurried, on however busy a machine. */
  readonly timers?: ChunkTimers;
}

async function ask(reply: Reply, { signal = never, ...timers }: Asking = {}): Promise<AnswerDelta[]> {
  service.replyWith(reply);
  const model = createOpenAiAnswerModel({
    apiKey: 'k',
    baseUrl: service.baseUrl,
    model: 'gpt-4o-mini',
    ...timers,
  });
  return collected(model.answer(request, signal));
}

const faultOf = async (reply: Reply, asking: Asking = {}): Promise<Fault> => {
  const error: unknown = await ask(reply, asking).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof Fault) return error;
  throw new Error('A Fault was expected.', { cause: error });
};

describe('createOpenAiAnswerModel', () => {
  it('streams the text and ends with the usage of the last event', async () => {
    const deltas = await ask(
      events([chunk('Leave is '), chunk('27 days [1].'), chunk('', 'stop'), usage(120, 9)]),
    );
    expect(deltas).toEqual([
      { type: 'text', text: 'Leave is ' },
      { type: 'text', text: '27 days [1].' },
      { type: 'finish', reason: 'stop', usage: { inputTokens: 120, outputTokens: 9 } },
    ]);
    expect(service.requests.at(-1)).toMatchObject({
      path: '/v1/chat/completions',
      body: {
        model: 'gpt-4o-mini',
        stream: true,
        stream_options: { include_usage: true },
        max_tokens: 1_000,
      },
    });
  });

  it('counts the tokens itself when the service sends no usage', async () => {
    const finish = (await ask(events([chunk('27 days [1].'), chunk('', 'stop')]))).at(-1);
    expect(finish).toMatchObject({ reason: 'stop', usage: { outputTokens: 5 } });
    expect(finish?.type === 'finish' && finish.usage.inputTokens).toBeGreaterThan(100);
  });

  it.each([
    ['length', [chunk('Leave is'), chunk('', 'length')], 'length'],
    ['a filter', [chunk('', 'content_filter')], 'refusal'],
    ['the sentence for no answer', [chunk(NO_ANSWER_TEXT), chunk('', 'stop')], 'refusal'],
  ])('reports an end by %s', async (_name, chunks, reason) => {
    expect((await ask(events(chunks))).at(-1)).toMatchObject({ type: 'finish', reason });
  });

  it.each([
    ['no finish reason', events([chunk('Leave is')])],
    ['a cut connection', events([chunk('Leave is')], 'cut')],
    ['no text', events([chunk('', 'stop')])],
    ['an error inside the stream', events([chunk('Leave is'), { error: { message: 'overloaded' } }])],
    ['something that is no event stream', (response) => response.writeHead(200).end('<html>hello</html>')],
    [
      'broken JSON',
      (response) => response.writeHead(200, { 'content-type': 'text/event-stream' }).end('data: {"a\n\n'),
    ],
  ] satisfies [string, Reply][])('calls %s a failure, not an answer', async (_name, reply) => {
    expect((await faultOf(reply)).kind).toBe('unavailable');
  });

  it.each([
    [429, 'rate-limited', true],
    [500, 'unavailable', true],
    [503, 'unavailable', true],
    [504, 'timeout', true],
    [400, 'invalid-input', false],
    [413, 'too-large', false],
    [401, 'internal', false],
    [404, 'internal', false],
  ] as const)('turns status %i into %s, after one request', async (status, kind, isRetryable) => {
    const before = service.requests.length;
    const fault = await faultOf(problem(status));
    expect([fault.kind, fault.isRetryable]).toEqual([kind, isRetryable]);
    expect(service.requests.length).toBe(before + 1);
  });

  it('hands on how long to wait', async () => {
    expect((await faultOf(problem(429, { 'retry-after': '7' }))).retryAfterMs).toBe(7_000);
    expect((await faultOf(problem(429, { 'retry-after-ms': '250' }))).retryAfterMs).toBe(250);
    expect((await faultOf(problem(429))).retryAfterMs).toBeUndefined();
  });

  it('tells a prompt that is too long from other refusals', async () => {
    expect((await faultOf(problem(400, {}, 'context_length_exceeded'))).kind).toBe('too-large');
  });

  it('gives up before the headers, and in the middle, when nothing comes any more', async () => {
    const neverBegins = { timers: { firstChunkMs: 300, idleMs: 60_000 } };
    expect((await faultOf(silence, neverBegins)).kind).toBe('timeout');
    await service.clientLeft();
    const stalls = { timers: { firstChunkMs: 60_000, idleMs: 150 } };
    expect((await faultOf(events([chunk('Leave is')], 'stall'), stalls)).kind).toBe('timeout');
    await service.clientLeft();
  });

  it('ends the request with the reason of the caller', async () => {
    const reason = new Fault('canceled', 'The query was canceled.');
    const controller = new AbortController();
    const asking = faultOf(silence, { signal: controller.signal });
    controller.abort(reason);
    expect(await asking).toBe(reason);
  });

  it('closes the connection when the reader stops', async () => {
    service.replyWith(events([chunk('Leave is')], 'stall'));
    const model = createOpenAiAnswerModel({ apiKey: 'k', baseUrl: service.baseUrl, model: 'm' });
    for await (const delta of model.answer(request, never)) {
      expect(delta.type).toBe('text');
      break;
    }
    await service.clientLeft();
  });

  it('says so when the service cannot be reached', async () => {
    const model = createOpenAiAnswerModel({ apiKey: 'k', baseUrl: 'http://127.0.0.1:9/v1', model: 'm' });
    await expect(collected(model.answer(request, never))).rejects.toMatchObject({
      kind: 'unavailable',
    });
  });
});
