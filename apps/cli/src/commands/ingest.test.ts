import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { PRICE_LIST } from '@ragfleet/pricing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ingest, type IngestOptions } from './ingest.ts';

interface FakeIngestion {
  readonly id: string;
  readonly files: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
}

let server: Server;
let url: string;
let dir: string;
let output: { stdout: string; stderr: string };
let accepted: FakeIngestion[];
let keys: Set<string | undefined>;
/** What a document comes to, by its file's name. */
let outcomeOf: (name: string) => 'embedded' | 'unchanged' | 'failed';
/** Awaited before the fleet says that it took a request. */
let onAccepted: () => Promise<void>;
let hasEvents: boolean;
let stopping: AbortController;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ragfleet-ingest-'));
  output = { stdout: '', stderr: '' };
  accepted = [];
  keys = new Set();
  outcomeOf = () => 'embedded';
  onAccepted = async () => undefined;
  hasEvents = true;
  stopping = new AbortController();
  server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
});
afterEach(async () => {
  server.closeAllConnections();
  server.close();
  await rm(dir, { recursive: true, force: true });
});

/** A fleet that embeds at once. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  keys.add(request.headers.authorization);
  const body = await buffer(request);
  const { pathname, searchParams } = new URL(request.url ?? '', url);
  if (request.method === 'POST') {
    const ingestion = await readForm(body, request.headers['content-type'] ?? '');
    accepted.push(ingestion);
    await onAccepted();
    response.writeHead(202).end(JSON.stringify({ ...resourceOf(ingestion), status: 'queued' }));
    return;
  }
  const [id, events] = pathname.split('/').slice(3);
  const ingestion = accepted.find((one) => one.id === id);
  if (ingestion === undefined || (events !== undefined && !hasEvents)) {
    response.writeHead(404).end('{}');
    return;
  }
  const resource = JSON.stringify(resourceOf(ingestion, searchParams.get('status')));
  response.writeHead(200).end(events === undefined ? resource : `event: done\ndata: ${resource}\n\n`);
}

async function readForm(body: Buffer, type: string): Promise<FakeIngestion> {
  const parts = [
    // oxlint-disable-next-line typescript/no-deprecated -- small forms of a test
    ...(await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData()),
  ];
  const fields = parts.flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  const files = parts.flatMap(([, value]) => (typeof value === 'string' ? [] : [value.name]));
  return { id: `ing_${accepted.length + 1}`, files, fields: Object.fromEntries(fields) };
}

function resourceOf({ id, files }: FakeIngestion, only: string | null = null) {
  const documents = files.map((name, position) => ({
    document_id: name,
    status: outcomeOf(name),
    chunks: 1,
    error: outcomeOf(name) === 'failed' ? 'The file is damaged. Export it again.' : null,
    position,
  }));
  const count = (status: string) => documents.filter((document) => document.status === status).length;
  return {
    id,
    object: 'ingestion',
    status: count('failed') === files.length ? 'failed' : 'finished',
    embedding: 'realtime',
    finished_at: `2026-11-22T12:00:0${id.at(-1)}.000Z`,
    counts: {
      total: files.length,
      pending: 0,
      embedded: count('embedded'),
      unchanged: count('unchanged'),
      failed: count('failed'),
    },
    documents: documents.filter(({ status }) => only === null || status === only),
    documents_truncated: false,
  };
}

const run = (path: string, options: Partial<IngestOptions> = {}): Promise<boolean> =>
  ingest(
    {
      fleet: async () => ({
        url,
        keyFor: (role) => `key-${role}`,
        metricsUrl: null,
        local: null,
        dataDir: null,
      }),
      print: (line) => (output.stdout += `${line}\n`),
      write: (text) => (output.stdout += text),
      say: (text) => (output.stderr += text),
      terminal: null,
      stores: {},
      embedder: () => {
        throw new Error('Nobody embeds here.');
      },
      prices: async () => PRICE_LIST,
      signal: stopping.signal,
    },
    path,
    { json: false, ...options },
  );
const object = (): Record<string, unknown> => JSON.parse(output.stdout) as Record<string, unknown>;
const put = (name: string, text = 'Text.') => writeFile(join(dir, name), text);

describe('ingesting a folder', () => {
  it('sends its files under their paths, with the labels, as the admin', async () => {
    await mkdir(join(dir, 'hr'));
    await put('hr/leave.md');
    await put('a.pdf');
    await put('picture.png');
    expect(await run(dir, { namespace: 'people', department: 'sales', embedding: 'batch' })).toBe(true);
    expect(accepted).toEqual([
      {
        id: 'ing_1',
        files: ['a.pdf', 'hr/leave.md'],
        fields: { namespace: 'people', department: 'sales', embedding: 'batch' },
      },
    ]);
    expect([...keys]).toEqual(['Bearer key-admin']);
    expect(output.stdout).toBe('2 documents: 2 embedded\n');
  });

  it('says what failed and why, and is not ok', async () => {
    await put('good.txt');
    await put('bad.pdf');
    outcomeOf = (name) => (name === 'bad.pdf' ? 'failed' : 'embedded');
    expect(await run(dir)).toBe(false);
    expect(output.stdout).toBe(
      'failed  bad.pdf: The file is damaged. Export it again.\n2 documents: 1 embedded, 1 failed\n',
    );
  });

  it('says that nothing changed when nothing did', async () => {
    await put('a.txt');
    await put('b.txt');
    outcomeOf = () => 'unchanged';
    expect(await run(dir)).toBe(true);
    expect(output.stdout).toBe('2 documents, unchanged\n');
  });

  it('says how many files of a folder are left out', async () => {
    await put('a.txt');
    expect(await run(dir)).toBe(true);
    expect(output.stderr).not.toContain('left out');
    await put('picture.png');
    await put('deck.key');
    expect(await run(dir)).toBe(true);
    expect(output.stderr).toContain('2 files are left out: neither txt, md, html, pdf, docx nor jsonl\n');
  });

  it('sends one file', async () => {
    await put('leave.docx');
    await run(join(dir, 'leave.docx'));
    expect(accepted.map(({ files }) => files)).toEqual([['leave.docx']]);
  });

  it('prints one object with --json, and everything else beside it', async () => {
    await put('good.txt');
    await put('bad.pdf');
    outcomeOf = (name) => (name === 'bad.pdf' ? 'failed' : 'embedded');
    expect(await run(dir, { json: true })).toBe(false);
    expect(object()).toMatchObject({
      id: 'ing_1',
      status: 'finished',
      counts: { total: 2, embedded: 1, failed: 1 },
      documents: [{ document_id: 'bad.pdf' }, { document_id: 'good.txt' }],
      ingestion_ids: ['ing_1'],
    });
    expect(output.stderr).toContain('Export it again.');
  });

  it('sends many files in several requests and sums them up', async () => {
    await Promise.all(Array.from({ length: 401 }, (_, n) => put(`${n}.txt`)));
    outcomeOf = (name) => (name === '7.txt' ? 'failed' : 'embedded');
    expect(await run(dir, { json: true })).toBe(false);
    expect(accepted.map(({ files }) => files.length)).toEqual([200, 200, 1]);
    expect(object()).toMatchObject({
      id: 'ing_1',
      status: 'finished',
      finished_at: '2026-11-22T12:00:03.000Z',
      counts: { total: 401, pending: 0, embedded: 400, unchanged: 0, failed: 1 },
      documents: [{ document_id: '7.txt', status: 'failed' }],
      ingestion_ids: ['ing_1', 'ing_2', 'ing_3'],
    });
  });

  it('says which file cannot be read, and sends the others', async () => {
    const names = Array.from({ length: 202 }, (_, n) => `${String(n).padStart(3, '0')}.txt`);
    await Promise.all(names.map((name) => put(name)));
    // It is one of the second request, which is listed before the first is sent.
    onAccepted = () => rm(join(dir, '200.txt'), { force: true });
    expect(await run(dir, { json: true })).toBe(false);
    expect(accepted.map(({ files }) => files.length)).toEqual([200, 1]);
    expect(object()).toMatchObject({
      counts: { total: 202, embedded: 201, failed: 1 },
      documents: [{ document_id: '200.txt', error: 'The file cannot be read. Check its permissions.' }],
    });
  });

  it('does not send a file that is too large, and sends the others', async () => {
    await put('good.txt');
    await put('large.pdf');
    await truncate(join(dir, 'large.pdf'), 50 * 1024 * 1024 + 1);
    expect(await run(dir, { json: true })).toBe(false);
    expect(accepted.map(({ files }) => files)).toEqual([['good.txt']]);
    expect(object()).toMatchObject({
      counts: { total: 2, embedded: 1, failed: 1 },
      documents: [{ document_id: 'large.pdf', error: expect.stringContaining('Split it') as string }, {}],
    });
    await rm(join(dir, 'good.txt'));
    await expect(run(dir)).rejects.toThrow('Split it');
  });

  it('says how many more cannot be sent than it names', async () => {
    for (let at = 0; at < 12; at += 1) {
      await put(`${at}.pdf`);
      await truncate(join(dir, `${at}.pdf`), 50 * 1024 * 1024 + 1);
    }
    await expect(run(dir)).rejects.toThrow(/\n… and 2 more$/);
  });

  it('asks again and again where there is no event stream', async () => {
    await put('a.txt');
    hasEvents = false;
    expect(await run(dir)).toBe(true);
  });

  it('hears of the end where the reads take longer than it waits for one', async () => {
    await put('a.txt');
    hasEvents = false;
    let reads = 0;
    server
      .removeAllListeners('request')
      .on('request', (request: IncomingMessage, response: ServerResponse) => {
        const isPoll = request.url?.includes('limit=0') === true;
        if (isPoll) reads += 1;
        if (!isPoll || reads === 2) void answer(request, response);
      });
    expect(await run(dir)).toBe(true);
    expect(reads).toBe(2);
  });

  it('tells what goes on without it when it is stopped', async () => {
    await put('a.txt');
    server
      .removeAllListeners('request')
      .on('request', (request: IncomingMessage, response: ServerResponse) => {
        request.resume();
        if (request.method === 'POST')
          response.writeHead(202).end(JSON.stringify({ id: 'ing_1', counts: {} }));
        else stopping.abort(new Error('Stopped by SIGINT.'));
      });
    await expect(run(dir)).rejects.toThrow('Stopped by SIGINT.');
    expect(output.stderr).toContain('What was accepted goes on: ing_1');
    expect(output.stdout).toBe('');
  });

  it('is an error with the fix when there is nothing to send', async () => {
    await put('picture.png');
    await expect(run(dir)).rejects.toThrow(/holds no \.md/);
    await expect(run(join(dir, 'nowhere'))).rejects.toThrow(
      `nothing to read at ${join(dir, 'nowhere')}. Check it`,
    );
  });
});
