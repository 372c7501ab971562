import { ingestionResource, LIMITS } from '@ragfleet/contracts';
import { afterAll, describe, expect, it } from 'vitest';
import { startIngress } from './testing/start-ingress.fixture.ts';
import {
  createUploadClient,
  filePart,
  formOf,
  type FormParts,
  textFile,
} from './testing/upload-client.fixture.ts';

const ingress = await startIngress();
const admin = await ingress.keyFor({ role: 'admin' });
const { post, refusal, rowsLeft, upload } = createUploadClient(ingress, admin);
afterAll(() => ingress.stop());

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
