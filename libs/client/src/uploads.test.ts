import { createServer, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { openAsBlob } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createClient, type RagfleetClient } from './create-client.ts';
import type { IngestionEvent } from './resources/ingestion.ts';

let server: Server;
let client: RagfleetClient;
let urls: string[];
/** The fields and files of each request, in their order. */
let forms: (readonly string[])[];
let replies: ((response: ServerResponse) => void)[];

beforeEach(async () => {
  urls = [];
  forms = [];
  replies = [];
  server = createServer((request, response) => {
    void buffer(request).then(async (body) => {
      urls.push(request.url ?? '');
      const type = request.headers['content-type'];
      if (type !== undefined)
        forms.push(await partsOf(new Response(body, { headers: { 'content-type': type } })));
      (replies.length > 1 ? replies.shift() : replies[0])?.(response);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  client = createClient({ url: `http://127.0.0.1:${port}`, apiKey: 'rag_test_key', timeoutMs: 2_000 });
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

async function partsOf(form: Response): Promise<string[]> {
  // oxlint-disable-next-line typescript/no-deprecated -- small forms of a test
  const parts = [...(await form.formData()).entries()];
  return Promise.all(
    parts.map(async ([name, value]) =>
      typeof value === 'string' ? `${name}=${value}` : `${name}: ${value.name} ${await value.text()}`,
    ),
  );
}
const reply =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  (response: ServerResponse): void =>
    void response.writeHead(status, headers).end(JSON.stringify(body));
const ACCEPTED = reply(202, { id: 'ing_1', status: 'queued' });

describe('uploading files', () => {
  test('sends what holds for all of them first, then each under its path', async () => {
    replies = [ACCEPTED];
    const files = [new File(['one'], 'a.txt'), { name: 'sub/ü "2".md', content: new Blob(['two']) }];
    const { id } = await client.documents.upload(files, {
      namespace: 'hr',
      metadata: { origin: 'wiki' },
      callbackUrl: 'https://example.com/hook',
      embedding: 'batch',
    });
    expect([id, urls]).toEqual(['ing_1', ['/v1/documents']]);
    expect(forms[0]).toEqual([
      'namespace=hr',
      'embedding=batch',
      'metadata={"origin":"wiki"}',
      'callback={"url":"https://example.com/hook"}',
      'files: a.txt one',
      'files: sub/ü "2".md two',
    ]);
  });

  test('reads a file of the disk while it is sent, again when the fleet is busy', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'ragfleet-client-'));
    await writeFile(join(dir, 'big.txt'), 'x'.repeat(1_000_000));
    replies = [reply(503, {}, { 'retry-after': '0' }), ACCEPTED];
    const content = await openAsBlob(join(dir, 'big.txt'));
    await client.documents.upload([{ name: 'big.txt', content }]);
    expect(forms.map((form) => form[0]?.length)).toEqual([1_000_015, 1_000_015]);
    await rm(dir, { recursive: true });
  });

  test('broken off while its files are read, fails as a call and leaves the process alone', async () => {
    const sendHalf: typeof fetch = async (_url, init) => {
      const body = new Response(init?.body).body?.getReader();
      await body?.read();
      await body?.cancel();
      await setTimeout(50); // what goes on reading in spite of that would be heard of by now
      throw new TypeError('fetch failed');
    };
    const brokenOff = createClient({
      url: 'http://127.0.0.1:1',
      apiKey: 'k',
      maxAttempts: 1,
      fetch: sendHalf,
    });
    const content = new Blob(Array.from({ length: 100 }, () => new Uint8Array(1_000_000)));
    await expect(brokenOff.documents.upload([{ name: 'big.txt', content }])).rejects.toThrow(
      'Nothing answered',
    );
  });

  test('does not repeat what is refused', async () => {
    replies = [reply(413, { type: 'x/too-large', title: 'Too large', detail: 'Split it.' })];
    await expect(client.documents.upload([new File(['a'], 'a.txt')])).rejects.toThrow('Split it.');
    expect(urls).toHaveLength(1);
  });
});

describe('an ingestion', () => {
  const events =
    (text: string, isCut = false) =>
    (response: ServerResponse) => {
      response.writeHead(200).write(text, () => (isCut ? response.destroy() : response.end()));
    };

  test('is read a page at a time, by status', async () => {
    replies = [reply(200, { id: 'ing_1' })];
    await client.ingestions.get('ing_1', { status: 'failed', limit: 10, starting_after: 7 });
    expect(urls).toEqual(['/v1/ingestions/ing_1?status=failed&limit=10&starting_after=7']);
  });

  test('is followed to its end through a lost connection', async () => {
    replies = [
      events('id: 1-0\nevent: progress\ndata: {"counts":{"pending":1}}\n\n', true),
      events('id: 2-0\nevent: done\ndata: {"status":"finished"}\n\n'),
    ];
    const seen: IngestionEvent[] = [];
    for await (const event of client.ingestions.follow('ing_1')) seen.push(event);
    expect(seen.map(({ type }) => type)).toEqual(['progress', 'done']);
    expect(urls).toEqual(['/v1/ingestions/ing_1/events', '/v1/ingestions/ing_1/events']);
  });

  test('is waited for', async () => {
    replies = [reply(200, { status: 'running' }), reply(200, { status: 'finished' })];
    expect((await client.ingestions.wait('ing_1', { limit: 0 })).status).toBe('finished');
  });
});
