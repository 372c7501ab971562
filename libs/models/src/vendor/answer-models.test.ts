import { Fault } from '@ragfleet/kernel';
import { NO_ANSWER_TEXT, usageOfFailure } from '@ragfleet/rag-core';
import type { ModelDouble, ModelFault } from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChunkTimers } from './chunk-watch.ts';
import { collected, faultOf, never, request, textOf, VENDORS } from './vendors.fixture.ts';

const NO_PATIENCE_FOR_SILENCE: ChunkTimers = { firstChunkMs: 60_000, idleMs: 150 };
const NO_PATIENCE_FOR_A_START: ChunkTimers = { firstChunkMs: 300, idleMs: 60_000 };
const status = (code: number, headers = {}): ModelFault => ({ type: 'status', status: code, headers });
const inSeconds = (seconds: number): string => new Date(Date.now() + seconds * 1_000).toUTCString();

describe.each(VENDORS)('the answer model of $name', ({ start, open }) => {
  let service: ModelDouble;
  beforeAll(async () => {
    service = await start();
  });
  afterAll(() => service.stop());

  const ask = (timers?: ChunkTimers, signal = never) =>
    collected(open(service.url, timers).answer(request, signal));
  const failing = (fault: ModelFault, timers?: ChunkTimers): Promise<Fault> => {
    service.failNext(fault);
    return faultOf(ask(timers));
  };

  it('streams the text and ends with what the vendor bills', async () => {
    service.reply({ text: 'Leave is 27 days of paid time off [1].', inputTokens: 120, outputTokens: 9 });
    const deltas = await ask();
    expect(textOf(deltas)).toBe('Leave is 27 days of paid time off [1].');
    expect(deltas.length).toBeGreaterThan(2);
    expect(deltas.at(-1)).toEqual({
      type: 'finish',
      reason: 'stop',
      usage: { inputTokens: 120, outputTokens: 9 },
    });
  });

  it('tells how much of the input the vendor had kept', async () => {
    service.reply({ inputTokens: 2_000, cachedInputTokens: 1_500, outputTokens: 3 });
    expect((await ask()).at(-1)).toMatchObject({
      usage: { inputTokens: 2_000, cachedInputTokens: 1_500, outputTokens: 3 },
    });
    service.reply({});
  });

  it.each([
    ['length', { finish: 'length' }, 'length'],
    ['a filter, without a word', { finish: 'refusal', text: '' }, 'refusal'],
    ['the sentence for no answer', { text: NO_ANSWER_TEXT }, 'refusal'],
  ] as const)('reports an end by %s', async (_name, reply, reason) => {
    service.reply(reply);
    expect((await ask()).at(-1)).toMatchObject({ type: 'finish', reason });
    service.reply({});
  });

  it('keeps characters whole that the wire cuts in pieces', async () => {
    const text = 'Žluťoučký kůň 🐎 は二十七日 [1]。 🧑‍🚀';
    service.reply({ text });
    service.failNext({ type: 'split-utf8' });
    expect(textOf(await ask())).toBe(text);
    service.reply({});
  });

  it('does not stumble over bytes that are no text', async () => {
    service.reply({ text: 'Leave is 27 days or so 💥 they say [1].' });
    service.failNext({ type: 'broken-utf8' });
    expect(textOf(await ask())).toMatch(/^Leave is 27 days or so \uFFFD/);
    service.reply({});
  });

  it.each<[string, ModelFault, ChunkTimers | undefined, object]>([
    [
      '429 with seconds',
      status(429, { 'retry-after': '7' }),
      undefined,
      { kind: 'rate-limited', isRetryable: true, retryAfterMs: 7_000 },
    ],
    [
      '429 with milliseconds',
      status(429, { 'retry-after-ms': '250', 'retry-after': '7' }),
      undefined,
      { kind: 'rate-limited', isRetryable: true, retryAfterMs: 250 },
    ],
    [
      '429 alone',
      status(429),
      undefined,
      { kind: 'rate-limited', isRetryable: true, retryAfterMs: undefined },
    ],
    ['500', status(500), undefined, { kind: 'unavailable', isRetryable: true }],
    [
      '503 that names a time',
      status(503, { 'retry-after': '2' }),
      undefined,
      { kind: 'unavailable', isRetryable: true, retryAfterMs: 2_000 },
    ],
    ['529', status(529), undefined, { kind: 'overloaded', isRetryable: true }],
    ['408', status(408), undefined, { kind: 'timeout', isRetryable: true }],
    ['504', status(504), undefined, { kind: 'timeout', isRetryable: true }],
    ['400', status(400), undefined, { kind: 'invalid-input', isRetryable: false }],
    ['401', status(401), undefined, { kind: 'internal', isRetryable: false }],
    ['402', status(402), undefined, { kind: 'internal', isRetryable: false }],
    ['404', status(404), undefined, { kind: 'internal', isRetryable: false }],
    ['413', status(413), undefined, { kind: 'too-large', isRetryable: false }],
    [
      'silence before the headers',
      { type: 'hang' },
      NO_PATIENCE_FOR_A_START,
      { kind: 'timeout', isRetryable: true },
    ],
    [
      'a stream that stalls',
      { type: 'stall' },
      NO_PATIENCE_FOR_SILENCE,
      { kind: 'timeout', isRetryable: true },
    ],
    [
      'a connection that ends in the middle',
      { type: 'cut' },
      undefined,
      { kind: 'unavailable', isRetryable: true },
    ],
    ['a connection that is reset', { type: 'reset' }, undefined, { kind: 'unavailable', isRetryable: true }],
    ['no finish reason', { type: 'no-finish' }, undefined, { kind: 'unavailable', isRetryable: true }],
    ['no text', { type: 'empty' }, undefined, { kind: 'unavailable', isRetryable: true }],
    [
      'an event that is no JSON',
      { type: 'malformed' },
      undefined,
      { kind: 'unavailable', isRetryable: true },
    ],
    [
      'a reply of another type',
      { type: 'wrong-type' },
      undefined,
      { kind: 'unavailable', isRetryable: true },
    ],
    ['an error that says 200', { type: 'error-body' }, undefined, { kind: 'unavailable', isRetryable: true }],
    ['an answer without an end', { type: 'endless' }, undefined, { kind: 'unavailable', isRetryable: true }],
    ['an event of 10 MB', { type: 'huge' }, undefined, { kind: 'unavailable', isRetryable: true }],
    ['a bomb', { type: 'gzip-bomb' }, undefined, { kind: 'unavailable', isRetryable: true }],
    [
      'silence after the headers',
      { type: 'mute' },
      NO_PATIENCE_FOR_A_START,
      { kind: 'timeout', isRetryable: true },
    ],
    [
      'an error inside the stream',
      { type: 'error-event' },
      undefined,
      { kind: 'unavailable', isRetryable: true },
    ],
    [
      'a limit inside the stream',
      { type: 'error-event', code: 'rate_limit_error' },
      undefined,
      { kind: 'rate-limited', isRetryable: true },
    ],
  ])(
    'makes of %s the same fault as every vendor, after one request',
    async (_name, fault, timers, expected) => {
      const before = service.requests.length;
      expect(await failing(fault, timers)).toMatchObject(expected);
      expect(service.requests.length).toBe(before + 1);
    },
  );

  it('reads a date as how long to wait', async () => {
    const { retryAfterMs } = await failing(status(429, { 'retry-after': inSeconds(60) }));
    expect(retryAfterMs).toBeGreaterThan(0);
    expect(retryAfterMs).toBeLessThanOrEqual(60_000);
    expect((await failing(status(429, { 'retry-after': inSeconds(-60) }))).retryAfterMs).toBe(0);
  });

  it('knows what a useless reply is billed for, and of a cut one that it does not', async () => {
    service.reply({ inputTokens: 70, outputTokens: 2 });
    expect(usageOfFailure(await failing({ type: 'empty' }))).toEqual({ inputTokens: 70, outputTokens: 2 });
    expect(usageOfFailure(await failing({ type: 'cut' }))).toBeNull();
    expect(usageOfFailure(await failing({ type: 'no-finish' }))).toBeNull();
    service.reply({});
  });

  it.each<[string, ModelFault]>([
    ['before the headers', { type: 'hang' }],
    ['in the middle', { type: 'stall' }],
  ])('ends the HTTP request with the reason of the caller, %s', async (_name, fault) => {
    const reason = new Fault('canceled', 'The query was canceled.');
    const controller = new AbortController();
    const before = service.requests.length;
    service.failNext(fault);
    const asking = faultOf(ask(undefined, controller.signal));
    await expect.poll(() => service.requests.length).toBe(before + 1);
    controller.abort(reason);
    expect(await asking).toBe(reason);
    await service.clientLeft();
  });

  it('ends the HTTP request when its own patience ends, and when the reader stops', async () => {
    await failing({ type: 'stall' }, NO_PATIENCE_FOR_SILENCE);
    await service.clientLeft();
    service.failNext({ type: 'stall' });
    for await (const delta of open(service.url).answer(request, never)) {
      expect(delta.type).toBe('text');
      break;
    }
    await service.clientLeft();
  });

  it('answers under another key over the same connections', async () => {
    const model = open(service.url);
    await collected(model.answer(request, never));
    const before = service.connections();
    const own = model.forKey('tenant-key');
    expect([own.name, own.vendor, own.contextWindowTokens]).toEqual([
      model.name,
      model.vendor,
      model.contextWindowTokens,
    ]);
    await collected(own.answer(request, never));
    expect(service.requests.at(-1)?.apiKey).toBe('tenant-key');
    await collected(model.answer(request, never));
    expect(service.requests.at(-1)?.apiKey).toBe('k');
    expect(service.connections()).toBeLessThanOrEqual(before + 2);
  });

  it('says so when the service cannot be reached', async () => {
    const away = open('http://127.0.0.1:9');
    expect(await faultOf(collected(away.answer(request, never)))).toMatchObject({ kind: 'unavailable' });
  });
});
