import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openReceivers } from './receivers.fixture.ts';

const { wireReceiver, send } = openReceivers();

const DELIVERED = [200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 250, 299];
const REDIRECTS = [300, 301, 302, 303, 304, 305, 307, 308, 399];
const REFUSED = [
  400, 401, 402, 403, 404, 405, 406, 408, 409, 411, 413, 418, 421, 422, 425, 426, 429, 431, 451, 499,
];
const BROKEN = [500, 501, 502, 503, 504, 507, 508, 511, 520, 530, 599];

type Expected = Readonly<Record<string, unknown>>;
const delivered = (httpStatus: number): Expected => ({ outcome: 'delivered', httpStatus });
const again = (httpStatus: number | null, error = 'not accepted'): Expected => ({
  outcome: 'retry',
  httpStatus,
  error,
});

const STATUSES: ReadonlyArray<readonly [status: number, expected: Expected]> = [
  ...DELIVERED.map((status) => [status, delivered(status)] as const),
  ...REDIRECTS.map((status) => [status, again(status, 'redirect')] as const),
  ...[...REFUSED, ...BROKEN].map((status) => [status, again(status)] as const),
  [410, { outcome: 'dead', httpStatus: 410, error: 'gone', disableEndpoint: true }],
];

const ok = (headers: string, body = ''): string => `HTTP/1.1 200 OK\r\n${headers}\r\n\r\n${body}`;
const packed = gzipSync(Buffer.alloc(10_000_000)).toString('latin1');

/** Of all these the status is what counts: nothing else of a receiver is ever read by anybody. */
const ODD_BUT_ACCEPTED: ReadonlyArray<readonly [name: string, reply: string]> = [
  ['no header at all', 'HTTP/1.1 200 OK\r\n\r\n'],
  ['no phrase', 'HTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n'],
  ['HTTP/1.0', 'HTTP/1.0 200 OK\r\n\r\nfine'],
  ['a body of JSON', ok('Content-Type: application/json\r\nContent-Length: 2', '{}')],
  ['a body of broken JSON', ok('Content-Type: application/json\r\nContent-Length: 2', '{"')],
  ['a body that is a page', ok('Content-Type: text/html\r\nContent-Length: 9', '<script>\n')],
  ['bytes that are no text', ok('Content-Length: 4', '\xff\xfe\x00\x01')],
  [
    'a small body that unpacks to 10 MB',
    ok(`Content-Encoding: gzip\r\nContent-Length: ${packed.length}`, packed),
  ],
  ['a packing that is none', ok('Content-Encoding: gzip\r\nContent-Length: 3', 'abc')],
  ['a packing that nobody knows', ok('Content-Encoding: zstd-9\r\nContent-Length: 3', 'abc')],
  ['a cookie', ok('Set-Cookie: a=b; Domain=example.com\r\nContent-Length: 0')],
  ['a hundred cookies', ok(`${'Set-Cookie: a=b\r\n'.repeat(100)}Content-Length: 0`)],
  ['a location', ok('Location: http://169.254.169.254/\r\nContent-Length: 0')],
  ['a refresh', ok('Refresh: 0;url=http://127.0.0.1/\r\nContent-Length: 0')],
  ['another protocol on offer', ok('Alt-Svc: h3=":443"\r\nContent-Length: 0')],
  ['a Retry-After', ok('Retry-After: 5\r\nContent-Length: 0')],
  ['chunks with extensions', ok('Transfer-Encoding: chunked', '2;x=y\r\nok\r\n0\r\n\r\n')],
  ['a trailer', ok('Transfer-Encoding: chunked', '0\r\nX-Status: 500\r\n\r\n')],
  ['two replies', `${ok('Content-Length: 0')}HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n`],
  ['hints before it', `HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${ok('Content-Length: 0')}`],
];

/** Of these nobody can tell whether the webhook was taken: it comes again, under the same id. */
const UNREADABLE: ReadonlyArray<readonly [name: string, reply: string]> = [
  ['nothing', ''],
  ['a status that is no number', 'HTTP/1.1 OK\r\n\r\n'],
  ['a status of two digits', 'HTTP/1.1 20 OK\r\n\r\n'],
  ['HTTP/2 in the line', 'HTTP/2 200\r\n\r\n'],
  ['half a head', 'HTTP/1.1 200 OK\r\nContent-Le'],
  ['a length that is a word', ok('Content-Length: two')],
  ['two lengths', ok('Content-Length: 1\r\nContent-Length: 2', 'a')],
  ['a length and chunks', ok('Content-Length: 1\r\nTransfer-Encoding: chunked', '0\r\n\r\n')],
  ['a header without a name', ok(': x')],
  ['NUL in a header', ok('X-A: a\u0000b')],
  ['a request', 'POST / HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['another protocol', 'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n'],
];

const answering = (reply: string): Promise<string> =>
  wireReceiver((socket) => void socket.end(Buffer.from(reply, 'latin1')));

describe('a reply', () => {
  it.each(STATUSES)('with %d is heard as what it is', async (status, expected) => {
    const url = await answering(`HTTP/1.1 ${status} X\r\nContent-Length: 0\r\n\r\n`);
    expect(await send(url)).toEqual(expected);
  });

  it.each(ODD_BUT_ACCEPTED)('of 200 with %s is delivered', async (_name, reply) => {
    expect(await send(await answering(reply))).toEqual(delivered(200));
  });

  it.each(UNREADABLE)('that is %s is tried again', async (_name, reply) => {
    const result = await send(await answering(reply), { totalTimeoutMs: 2_000 });
    expect(result).toMatchObject({ outcome: 'retry', httpStatus: null });
  });

  it('is one of at least 60 kinds', () =>
    expect(STATUSES.length + ODD_BUT_ACCEPTED.length + UNREADABLE.length).toBeGreaterThanOrEqual(60));
});
