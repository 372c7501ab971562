import { Fault } from '@ragfleet/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  json,
  problem,
  type Reply,
  type ScriptedService,
  silence,
  startScriptedService,
} from '../scripted-service.fixture.ts';
import { createHttpReranker } from './http-reranker.ts';

let service: ScriptedService;
beforeAll(async () => {
  service = await startScriptedService();
});
afterAll(() => service.stop());

const passages = [
  { passageId: 'a', title: 'Leave', headings: ['Leave', 'Days'], text: '27 days.', score: 0.9 },
  { passageId: 'b', title: 'Travel', headings: [], text: 'Second class.', score: 0.8 },
];

const rerank = (reply: Reply, signal = new AbortController().signal, apiKey?: string) => {
  service.replyWith(reply);
  const options = { url: `${service.baseUrl}/rerank`, model: 'rerank-m', maxPassages: 50 };
  const reranker = createHttpReranker(apiKey === undefined ? options : { ...options, apiKey });
  return reranker.rerank('days of leave', passages, signal);
};
const results = (...scored: [unknown, unknown][]): Reply =>
  json({ results: scored.map(([index, relevance_score]) => ({ index, relevance_score, document: null })) });
const raw =
  (status: number, body: string, headers: Record<string, string> = {}): Reply =>
  (response) => {
    response.writeHead(status, headers).end(body);
  };

describe('createHttpReranker', () => {
  it('sends title, headings and text once each, and places what comes back by its index', async () => {
    expect(await rerank(results([1, 0.1], [0, 0.75]))).toEqual([
      { passageId: 'a', score: 0.75 },
      { passageId: 'b', score: 0.1 },
    ]);
    expect(service.requests.at(-1)).toEqual({
      path: '/v1/rerank',
      body: {
        model: 'rerank-m',
        query: 'days of leave',
        documents: ['Leave\nDays\n27 days.', 'Travel\nSecond class.'],
        top_n: 2,
      },
    });
  });

  it('makes scores from 0 to 1 of raw ones, in the same order', async () => {
    const ranking = await rerank(results([0, -4.2], [1, 3.1]));
    expect(ranking.map(({ passageId }) => passageId)).toEqual(['b', 'a']);
    expect(ranking.every(({ score }) => score > 0 && score < 1)).toBe(true);
  });

  it.each([
    ['an index twice', results([0, 0.9], [0, 0.8])],
    ['an index too many', results([0, 0.9], [1, 0.8], [2, 0.1])],
    ['an index that was not sent', results([0, 0.9], [7, 0.8])],
    ['an index that is none', results([0, 0.9], [-1, 0.8])],
    ['too few', results([0, 0.9])],
    ['no score', results([0, 0.9], [1, null])],
    ['no results', json({ data: [] })],
    ['no JSON', raw(200, '<html>')],
    ['nothing', raw(200, '')],
    ['more than anyone asked for', raw(200, ' '.repeat(5 * 1_024 * 1_024))],
  ])('refuses a reply with %s', async (_what, reply) => {
    await expect(rerank(reply)).rejects.toMatchObject({ kind: 'corrupt' });
  });

  it.each([
    [400, 'invalid-input'],
    [401, 'internal'],
    [403, 'internal'],
    [404, 'internal'],
    [408, 'timeout'],
    [409, 'unavailable'],
    [413, 'too-large'],
    [429, 'rate-limited'],
    [500, 'unavailable'],
    [503, 'unavailable'],
    [504, 'timeout'],
  ])('turns status %i into the fault %s, after one request', async (status, kind) => {
    const before = service.requests.length;
    await expect(rerank(problem(status))).rejects.toMatchObject({ kind });
    expect(service.requests.length).toBe(before + 1);
  });

  it('says how long to wait when the service does', async () => {
    await expect(rerank(problem(429, { 'retry-after': '3' }))).rejects.toMatchObject({ retryAfterMs: 3_000 });
    const inAMinute = new Date(Date.now() + 60_000).toUTCString();
    const dated = rerank(problem(503, { 'retry-after': inAMinute }));
    await expect(dated).rejects.toSatisfy(
      (error) => error instanceof Fault && (error.retryAfterMs ?? 0) > 50_000,
    );
  });

  it('takes passages to no other address', async () => {
    const redirect = raw(307, '', { location: `${service.baseUrl}/elsewhere` });
    await expect(rerank(redirect)).rejects.toMatchObject({ kind: 'unavailable' });
    expect(service.requests.at(-1)?.path).toBe('/v1/rerank');
  });

  it('says that a service that broke off is away', async () => {
    const cut: Reply = (response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{');
      setImmediate(() => response.destroy());
    };
    await expect(rerank(cut)).rejects.toMatchObject({ kind: 'unavailable' });
    const nobody = createHttpReranker({ url: 'http://127.0.0.1:1/', model: 'm', maxPassages: 5 });
    await expect(nobody.rerank('q', passages, new AbortController().signal)).rejects.toMatchObject({
      kind: 'unavailable',
    });
  });

  it('ends with the reason of the caller, and hangs up', async () => {
    const controller = new AbortController();
    const reason = new Fault('timeout', 'Too slow.');
    const asked = service.requests.length;
    const running = rerank(silence, controller.signal);
    await expect.poll(() => service.requests.length).toBe(asked + 1);
    controller.abort(reason);
    await expect(running).rejects.toBe(reason);
    await service.clientLeft();
  });

  it('asks nobody about nothing', async () => {
    const nobody = createHttpReranker({ url: 'http://127.0.0.1:1/', model: 'm', maxPassages: 5 });
    expect(await nobody.rerank('q', [], new AbortController().signal)).toEqual([]);
  });

  it('never repeats the question, the passages or the key in a fault', async () => {
    const echo = raw(400, JSON.stringify({ message: 'bad: days of leave' }));
    const fault = await rerank(echo, undefined, 'secret-key').catch((error: unknown) => String(error));
    expect(fault).not.toMatch(/days of leave|secret-key|27 days/);
  });
});
