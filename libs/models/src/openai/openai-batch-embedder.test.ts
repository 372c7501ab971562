import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOpenAiBatchEmbedder } from './openai-batch-embedder.ts';

const never = new AbortController().signal;
const base64 = (numbers: readonly number[]): string =>
  Buffer.from(Float32Array.from(numbers).buffer).toString('base64');

/** The batch service as far as the adapter uses it: it keeps files and batches, and a test says how a batch ends. */
const files = new Map<string, string>();
let batch = { status: 'validating', output: null as string | null };
let created: unknown = null;

const uploadedText = (body: string): string => /jsonl\r\n\r\n([\s\S]*?)\r\n--/.exec(body)?.[1] ?? '';
const batchBody = (): object => ({
  id: 'batch_1',
  object: 'batch',
  status: batch.status,
  input_file_id: 'file_in',
  ...(batch.output !== null && { output_file_id: 'file_out' }),
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = `${request.method} ${request.url}`;
  const body = await text(request);
  const send = (value: object): void => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  };
  if (path === 'POST /v1/files') {
    files.set('file_in', uploadedText(body));
    return send({ id: 'file_in', object: 'file' });
  }
  if (path === 'POST /v1/batches') {
    created = JSON.parse(body);
    return send(batchBody());
  }
  if (path === 'GET /v1/batches/batch_1') return send(batchBody());
  if (path === 'GET /v1/files/file_out/content') return void response.end(batch.output);
  if (request.method === 'DELETE') {
    const id = (request.url ?? '').split('/').at(-1) ?? '';
    files.delete(id);
    return send({ id, deleted: true, object: 'file' });
  }
  response.writeHead(500, { 'content-type': 'application/json' }).end('{}');
}

const server = createServer((request, response) => void answer(request, response));
let baseUrl = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  baseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/v1`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  files.clear();
  batch = { status: 'validating', output: null };
});

const embedder = () =>
  createOpenAiBatchEmbedder({ apiKey: 'k', baseUrl, model: 'text-embedding-3-small', dimension: 2 });
const line = (key: string, embedding: unknown, tokens = 3): string =>
  JSON.stringify({
    custom_id: key,
    response: { status_code: 200, body: { data: [{ embedding }], usage: { total_tokens: tokens } } },
  });
const refused = JSON.stringify({
  custom_id: 'refused',
  response: { status_code: 400, body: { error: { message: 'no' } } },
});

describe('createOpenAiBatchEmbedder', () => {
  it('hands over one request a text, named by its key', async () => {
    const texts = [
      { key: 'p1', text: 'First\nline' },
      { key: 'p2', text: 'Second' },
    ];
    expect(await embedder().submit(texts, never)).toBe('batch_1');
    const lines = (files.get('file_in') ?? '').split('\n').map((one) => JSON.parse(one) as object);
    expect(lines).toEqual(
      texts.map(({ key, text: input }) => ({
        custom_id: key,
        method: 'POST',
        url: '/v1/embeddings',
        body: { model: 'text-embedding-3-small', input, encoding_format: 'base64', dimensions: 2 },
      })),
    );
    expect(created).toMatchObject({
      input_file_id: 'file_in',
      endpoint: '/v1/embeddings',
      completion_window: '24h',
    });
  });

  it.each(['validating', 'in_progress', 'finalizing', 'cancelling'])(
    'waits while the batch is %s',
    async (status) => {
      batch = { status, output: null };
      expect(await embedder().collect('batch_1', never)).toEqual({ status: 'waiting' });
    },
  );

  it('collects unit vectors by their keys in any order, and leaves out what was refused', async () => {
    const output = [line('p2', base64([0, 5])), refused, line('p1', [3, 4]), ''].join('\n');
    batch = { status: 'completed', output };
    const collected = await embedder().collect('batch_1', never);
    if (collected.status !== 'ready') throw new Error('The batch was not ready.');
    expect([...collected.vectors.keys()]).toEqual(['p2', 'p1']);
    expect(collected.vectors.get('p1')?.[1]).toBeCloseTo(0.8);
    expect(collected.tokens).toBe(6);
  });

  it('takes what an expired batch has done', async () => {
    batch = { status: 'expired', output: line('p1', [1, 0]) };
    expect(await embedder().collect('batch_1', never)).toMatchObject({ status: 'ready' });
  });

  it.each(['failed', 'cancelled', 'expired'])('says that a batch has %s without vectors', async (status) => {
    batch = { status, output: null };
    expect(await embedder().collect('batch_1', never)).toMatchObject({ status: 'failed' });
  });

  it.each([
    ['no JSON', 'nonsense'],
    ['another shape', '{"custom_id": 1}'],
    ['another dimension', line('p1', [1, 0, 0])],
    ['a vector without a direction', line('p1', [0, 0])],
  ])('refuses a batch with %s', async (_name, output) => {
    batch = { status: 'completed', output };
    await expect(embedder().collect('batch_1', never)).rejects.toMatchObject({ kind: 'corrupt' });
  });

  it('removes the texts and the vectors from the service when it is told to', async () => {
    await embedder().submit([{ key: 'p1', text: 'Secret' }], never);
    batch = { status: 'completed', output: line('p1', [1, 0]) };
    await embedder().discard('batch_1', never);
    expect(files.size).toBe(0);
  });

  it('translates a failure of the service', async () => {
    await expect(embedder().collect('batch_unknown', never)).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
