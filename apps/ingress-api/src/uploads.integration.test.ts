import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { ingestionResource, LIMITS, problem } from '@ragfleet/contracts';
import { documentIdOf } from '@ragfleet/document-files';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startIngress, type TestIngress } from './testing/start-ingress.fixture.ts';

let ingress: TestIngress;
let admin: string;

beforeAll(async () => {
  ingress = await startIngress();
  admin = await ingress.keyFor({ role: 'admin' });
});
afterAll(() => ingress.stop());

type FormParts = Readonly<Record<string, string | File | readonly File[]>>;

const textFile = (name: string, text = `Text of ${name}`): File =>
  new File([text], name, { type: 'text/plain' });

function formOf(parts: FormParts): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(parts))
    for (const one of Array.isArray(value) ? value : [value]) {
      if (typeof one === 'string') form.append(name, one);
      else form.append(name, one as File);
    }
  return form;
}

async function post(body: FormData, key = admin) {
  const response = await fetch(`${ingress.url}/v1/documents`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}` },
    body,
  });
  const json: unknown = await response.json();
  return { status: response.status, headers: response.headers, json };
}
const upload = (parts: FormParts, key?: string) => post(formOf(parts), key);
const refusal = async (parts: FormParts) => {
  const { status, json } = await upload(parts);
  const { detail, errors = [] } = problem.parse(json);
  return { status, detail, errors };
};

const rowsLeft = async () =>
  (
    await ingress.database.query<{ uploads: number; pieces: number; ingestions: number }>(
      `SELECT (SELECT count(*)::integer FROM uploads) AS uploads, (SELECT count(*)::integer FROM upload_pieces) AS pieces,
        (SELECT count(*)::integer FROM ingestions) AS ingestions`,
    )
  )[0];

/** A request by hand: its head, and the socket to go on with. */
async function openRequest(headers: readonly string[]): Promise<Socket> {
  const { port, hostname } = new URL(ingress.url);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  const head = [`POST /v1/documents HTTP/1.1`, 'Host: x', `Authorization: Bearer ${admin}`, ...headers];
  socket.write(`${head.join('\r\n')}\r\n\r\n`);
  return socket;
}
const FORM = 'Content-Type: multipart/form-data; boundary=x';
const filePart = (name: string, text: string): string =>
  `--x\r\nContent-Disposition: form-data; name="files"; filename="${name}"\r\n\r\n${text}`;
const replyOf = async (socket: Socket): Promise<string> => {
  let reply = '';
  for await (const chunk of socket) {
    reply += String(chunk);
    if (/\r\n\r\n[^]*}$/.test(reply)) break;
  }
  return reply;
};
/** The status and problem of a body sent as it is. */
const raw = async (body: string, type = 'multipart/form-data; boundary=x') => {
  const headers = { 'content-type': type };
  const { status, body: reply } = await ingress.call({
    path: '/v1/documents',
    key: admin,
    text: body,
    headers,
  });
  return [status, reply['detail']];
};

describe('an upload', () => {
  it('is an ingestion in which each file is a pending document', async () => {
    const { status, headers, json } = await upload({ files: [textFile('a.txt'), textFile('b/c.md')] });
    const ingestion = ingestionResource.parse(json);
    expect([status, headers.get('location')]).toEqual([202, `/v1/ingestions/${ingestion.id}`]);
    expect(headers.get('retry-after')).toBe('1');
    expect(ingestion).toMatchObject({
      status: 'queued',
      embedding: 'realtime',
      counts: { total: 2, pending: 2 },
    });
    const seen = await ingress.call({ path: `/v1/ingestions/${ingestion.id}`, key: admin });
    expect(ingestionResource.parse(seen.body).documents?.map(({ document_id }) => document_id)).toEqual([
      'a.txt',
      documentIdOf('b/c.md'),
    ]);
  });

  it('takes its labels, a callback and the way of embedding, before the files or behind them', async () => {
    const { status, json } = await upload({
      namespace: 'hr',
      file: textFile('a.txt'),
      department: 'sales',
      metadata: '{"origin": "wiki"}',
      callback: '{"url": "https://example.com/hook", "events": ["ingestion.finished"]}',
      embedding: 'batch',
    });
    expect([status, ingestionResource.parse(json).embedding]).toEqual([202, 'batch']);
    const [stored] = await ingress.database.query(
      `SELECT namespace, department, metadata FROM uploads WHERE ingestion_id = $1`,
      [ingestionResource.parse(json).id],
    );
    expect(stored).toEqual({ namespace: 'hr', department: 'sales', metadata: { origin: 'wiki' } });
  });

  it('takes every byte of a name that is not ASCII, and of one that climbs nothing', async () => {
    const { json } = await upload({
      files: [textFile('Überstunden 2026.txt'), textFile('../../etc/passwd')],
    });
    const files = await ingress.database.query<{ name: string }>(
      `SELECT name FROM upload_files WHERE ingestion_id = $1 ORDER BY ordinal`,
      [ingestionResource.parse(json).id],
    );
    expect(files.map(({ name }) => name)).toEqual(['Überstunden 2026.txt', 'etc/passwd']);
  });

  it('needs the permission to write, before anything is stored', async () => {
    const before = await rowsLeft();
    for (const role of ['guest', 'user'] as const) {
      const refused = await upload({ files: textFile('a.txt') }, await ingress.keyFor({ role }));
      expect(problem.parse(refused.json)).toMatchObject({
        status: 403,
        detail: 'Permission denied: write required',
      });
    }
    expect((await upload({ files: textFile('a.txt') }, 'rag_test_no_key')).status).toBe(401);
    expect(await rowsLeft()).toEqual(before);
  });

  it('belongs to its tenant', async () => {
    const { json } = await upload({ files: textFile('a.txt') });
    const foreign = await ingress.keyFor({ role: 'admin', tenantId: 'globex' });
    const path = `/v1/ingestions/${ingestionResource.parse(json).id}`;
    expect((await ingress.call({ path, key: foreign })).status).toBe(404);
  });
});

describe('what is refused', () => {
  it.each<[string, FormParts, number, string]>([
    ['no file', { namespace: 'hr' }, 422, '/files'],
    ['an unknown field', { file: textFile('a.txt'), color: 'red' }, 422, '/color'],
    ['a namespace that cannot be one', { namespace: 'a b!', file: textFile('a.txt') }, 422, '/namespace'],
    ['metadata that is no JSON', { metadata: 'origin=wiki', file: textFile('a.txt') }, 422, '/metadata'],
    ['metadata that is no object', { metadata: '[1]', file: textFile('a.txt') }, 422, '/metadata'],
    ['a field as a file', { metadata: textFile('m.json', '{}'), file: textFile('a.txt') }, 422, '/metadata'],
    [
      'an address that may not be called',
      { callback: '{"url": "http://127.0.0.1/"}', file: textFile('a.txt') },
      422,
      '/callback/url',
    ],
    ['a way of embedding that is none', { embedding: 'later', file: textFile('a.txt') }, 422, '/embedding'],
    ['a file without a name', { files: [textFile('a.txt'), textFile('..')] }, 422, '/files/1'],
    [
      'a field that is too long',
      { metadata: `{"a": "${'x'.repeat(20_000)}"}`, file: textFile('a.txt') },
      413,
      '',
    ],
  ])('is %s, and nothing of the request stays', async (_name, parts, status, pointer) => {
    const before = await rowsLeft();
    const refused = await refusal(parts);
    expect([refused.status, refused.errors[0]?.pointer ?? '']).toEqual([status, pointer]);
    expect(await rowsLeft()).toEqual(before);
  });

  it('is a field sent twice, and too many files', async () => {
    const twice = formOf({ namespace: 'hr', file: textFile('a.txt') });
    twice.append('namespace', 'law');
    expect((await post(twice)).status).toBe(422);
    const files = Array.from({ length: LIMITS.uploadFiles + 1 }, (_, n) => textFile(`${n}.txt`));
    expect(await refusal({ files })).toMatchObject({
      status: 413,
      detail: expect.stringContaining('500 files') as string,
    });
  });

  it('is nothing when a browser sends its field without a chosen file', async () => {
    const { status, json } = await upload({ files: [new File([], ''), textFile('a.txt')] });
    expect([status, ingestionResource.parse(json).counts.total]).toEqual([202, 1]);
  });

  it.each([
    ['ends early', filePart('a.txt', 'half')],
    ['has no part', 'nonsense'],
    ['is empty', '--x--\r\n'],
  ])('is a form that %s', async (_name, body) => {
    const before = await rowsLeft();
    const [status] = await raw(body);
    expect([400, 422]).toContain(status);
    expect(await rowsLeft()).toEqual(before);
  });

  it('is a form without a boundary, packed, or of another type', async () => {
    expect(await raw('--x--', 'multipart/form-data')).toEqual([400, expect.stringContaining('boundary')]);
    expect(await raw('--x--', 'multipart/mixed; boundary=x')).toEqual([
      415,
      expect.stringContaining('multipart/form-data'),
    ]);
    const headers = { 'content-type': 'multipart/form-data; boundary=x', 'content-encoding': 'gzip' };
    const packed = await ingress.call({ path: '/v1/documents', key: admin, text: '--x--', headers });
    expect(packed.status).toBe(415);
  });

  it('says nothing of what was sent', async () => {
    const canary = 'canary7f3a';
    const { json } = await upload({
      namespace: `${canary}!`,
      metadata: canary,
      files: textFile(`${canary}.txt`),
    });
    expect(JSON.stringify(json)).not.toContain(canary);
  });
});

describe('an upload that breaks off', () => {
  it('leaves nothing when the client hangs up midway', async () => {
    const before = await rowsLeft();
    const socket = await openRequest([FORM, 'Content-Length: 10000000']);
    socket.write(filePart('a.txt', 'x'.repeat(2_000_000)));
    await vi.waitUntil(async () => ((await rowsLeft())?.pieces ?? 0) > (before?.pieces ?? 0));
    socket.destroy();
    await vi.waitFor(async () => expect(await rowsLeft()).toEqual(before));
  });

  it('is told so at once when the whole is too large, without being read', async () => {
    const socket = await openRequest([FORM, `Content-Length: ${LIMITS.uploadBytes + 1}`]);
    expect(await replyOf(socket)).toMatch(/^HTTP\/1.1 413 [^]*Use several requests/);
    socket.destroy();
  });

  it('keeps its place from no later one, whenever it broke off', async () => {
    const before = await rowsLeft();
    for (let round = 0; round < 12; round += 1) {
      const socket = await openRequest([FORM, 'Content-Length: 1000']);
      socket.write(filePart('a.txt', 'x'));
      socket.destroy();
    }
    await vi.waitFor(async () => expect((await upload({ files: textFile('a.txt') })).status).toBe(202));
    const after = { uploads: (before?.uploads ?? 0) + 1, ingestions: (before?.ingestions ?? 0) + 1 };
    await vi.waitFor(async () => expect(await rowsLeft()).toMatchObject(after));
  });
});

describe('the places of uploads', () => {
  it('are so many for a tenant; one more is told to come back', async () => {
    const held = ((await rowsLeft())?.uploads ?? 0) + 8;
    const open = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const socket = await openRequest([FORM, 'Content-Length: 1000']);
        socket.write(filePart('a.txt', 'x'));
        return socket;
      }),
    );
    await vi.waitFor(async () => expect((await rowsLeft())?.uploads).toBe(held));
    const { status, headers } = await upload({ files: textFile('a.txt') });
    expect([status, Number(headers.get('retry-after')) > 0]).toEqual([429, true]);
    const other = await ingress.keyFor({ role: 'admin', tenantId: 'globex' });
    expect((await upload({ files: textFile('a.txt') }, other)).status).toBe(202);
    for (const socket of open) socket.destroy();
    await vi.waitFor(async () => expect((await upload({ files: textFile('a.txt') })).status).toBe(202));
  });
});
