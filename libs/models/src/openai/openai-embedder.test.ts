import { Fault } from '@ragfleet/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  json,
  problem,
  type ScriptedService,
  silence,
  startScriptedService,
} from '../scripted-service.fixture.ts';
import { createOpenAiEmbedder } from './openai-embedder.ts';

let service: ScriptedService;
beforeAll(async () => {
  service = await startScriptedService();
});
afterAll(() => service.stop());

const never = new AbortController().signal;
const base64 = (numbers: readonly number[]): string =>
  Buffer.from(Float32Array.from(numbers).buffer).toString('base64');
const reply = (
  data: readonly { index: number; embedding: unknown }[],
  usage: object | undefined = { total_tokens: 11, prompt_tokens: 11 },
) =>
  json({ object: 'list', model: 'm', data: data.map((item) => ({ object: 'embedding', ...item })), usage });

const embed = (texts: string[], signal = never, model = 'text-embedding-3-small') =>
  createOpenAiEmbedder({ apiKey: 'k', baseUrl: service.baseUrl, model, dimension: 2 }).embed(
    texts,
    'passage',
    signal,
  );

describe('createOpenAiEmbedder', () => {
  it('decodes base64, puts vectors in the order of the texts and makes them unit vectors', async () => {
    service.replyWith(
      reply([
        { index: 1, embedding: base64([0, 5]) },
        { index: 0, embedding: base64([3, 4]) },
      ]),
    );
    const { vectors, tokens } = await embed(['a', 'b']);
    expect(vectors.map((vector) => [...vector].map((value) => Math.round(value * 100)))).toEqual([
      [60, 80],
      [0, 100],
    ]);
    expect(tokens).toBe(11);
    expect(service.requests.at(-1)).toMatchObject({
      path: '/v1/embeddings',
      body: { input: ['a', 'b'], encoding_format: 'base64', dimensions: 2 },
    });
  });

  it.each([
    ['no', {}],
    ['a useless', { total_tokens: '2' }],
  ])('takes plain numbers and %s usage from services that know no better', async (_name, usage) => {
    service.replyWith(reply([{ index: 0, embedding: [1, 0] }], usage));
    const { vectors, tokens } = await embed(['two words'], never, 'nomic-embed-text');
    expect(vectors[0]).toEqual(Float32Array.from([1, 0]));
    expect(tokens).toBe(2);
    expect(service.requests.at(-1)?.body).not.toHaveProperty('dimensions');
  });

  it.each([
    ['a missing vector', [{ index: 0, embedding: [1, 0] }]],
    [
      'the same index twice',
      [
        { index: 0, embedding: [1, 0] },
        { index: 0, embedding: [1, 0] },
      ],
    ],
    [
      'another dimension',
      [
        { index: 0, embedding: [1, 0, 0] },
        { index: 1, embedding: [1, 0, 0] },
      ],
    ],
    [
      'a zero vector',
      [
        { index: 0, embedding: [0, 0] },
        { index: 1, embedding: [1, 0] },
      ],
    ],
    [
      'an infinite vector',
      [
        { index: 0, embedding: base64([Number.POSITIVE_INFINITY, 0]) },
        { index: 1, embedding: [1, 0] },
      ],
    ],
    [
      'a vector that is cut off',
      [
        { index: 0, embedding: Buffer.alloc(9).toString('base64') },
        { index: 1, embedding: [1, 0] },
      ],
    ],
    [
      'no numbers',
      [
        { index: 0, embedding: ['x', null] },
        { index: 1, embedding: [1, 0] },
      ],
    ],
  ])('refuses a reply with %s', async (_name, data) => {
    service.replyWith(reply(data));
    await expect(embed(['a', 'b'])).rejects.toMatchObject({ kind: 'corrupt' });
  });

  it.each([
    ['null', null],
    ['no list', { data: null }],
    ['a page', 'hello'],
  ])('refuses %s in place of a reply', async (_name, body) => {
    service.replyWith(json(body));
    await expect(embed(['a'])).rejects.toMatchObject({ kind: 'corrupt' });
  });

  it('turns a limit into a fault with its wait, after one request', async () => {
    const before = service.requests.length;
    service.replyWith(problem(429, { 'retry-after': '2' }));
    await expect(embed(['a'])).rejects.toMatchObject({ kind: 'rate-limited', retryAfterMs: 2_000 });
    expect(service.requests.length).toBe(before + 1);
  });

  it('ends with the reason of the caller when nothing comes', async () => {
    const reason = new Fault('timeout', 'Too slow.');
    const controller = new AbortController();
    service.replyWith(silence);
    const embedding = embed(['a'], controller.signal);
    controller.abort(reason);
    await expect(embedding).rejects.toBe(reason);
  });
});
