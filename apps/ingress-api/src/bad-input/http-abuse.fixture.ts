import { type BadInput, type BadInputClass, CANARY } from './contract.fixture.ts';

/** A request of these lines, and what follows its head. Connections end with their reply. */
const lines = (head: readonly string[], rest = ''): Buffer =>
  Buffer.from(`${head.join('\r\n')}\r\n\r\n${rest}`, 'latin1');
const get = (...headers: readonly string[]): Buffer =>
  lines(['GET /v1/queries HTTP/1.1', 'Host: x', 'Connection: close', ...headers]);
const send = (headers: readonly string[], body: string): Buffer =>
  lines(['POST /v1/queries HTTP/1.1', 'Host: x', 'Connection: close', ...headers], body);

const CHUNKED = 'Transfer-Encoding: chunked';

/** What the parser cannot take for one request and no other. */
const MALFORMED: ReadonlyArray<readonly [name: string, sent: Buffer]> = [
  ['a length and chunks', send(['Content-Length: 4', CHUNKED], '0\r\n\r\n')],
  ['chunks and a length', send([CHUNKED, 'Content-Length: 4'], '0\r\n\r\n')],
  ['two lengths', send(['Content-Length: 2', 'Content-Length: 3'], '{}x')],
  ['two equal lengths', send(['Content-Length: 2', 'Content-Length: 2'], '{}')],
  ['a list of lengths', send(['Content-Length: 2, 3'], '{}x')],
  ['a negative length', send(['Content-Length: -1'], '')],
  ['a length with a sign', send(['Content-Length: +2'], '{}')],
  ['a hexadecimal length', send(['Content-Length: 0x2'], '{}')],
  ['a length that overflows', send(['Content-Length: 99999999999999999999999'], '{}')],
  ['a length that is a word', send([`Content-Length: ${CANARY}`], '{}')],
  ['an unknown transfer encoding', send([`Transfer-Encoding: ${CANARY}`], '{}')],
  ['chunked, not last', send(['Transfer-Encoding: chunked, identity'], '0\r\n\r\n')],
  ['chunked with a vertical tab', send(['Transfer-Encoding: \x0bchunked'], '0\r\n\r\n')],
  ['a space before the colon', send(['Content-Length : 2'], '{}')],
  ['a space before the name', send([' Content-Length: 2'], '{}')],
  ['a header without a name', get(': x')],
  ['a header without a colon', get(CANARY)],
  ['NUL in a header', get('X-A: a\x00b')],
  ['a control character in a name', get('X\x01A: b')],
  ['a lone CR in a header', get('X-A: a\rX-B: b')],
  ['a method that is none', lines([`${CANARY} / HTTP/1.1`, 'Host: x'])],
  ['a method in small letters', lines(['get / HTTP/1.1', 'Host: x'])],
  ['no method', lines(['/ HTTP/1.1', 'Host: x'])],
  ['no target', lines(['GET  HTTP/1.1', 'Host: x'])],
  ['a space in the target', lines([`GET /a b${CANARY} HTTP/1.1`, 'Host: x'])],
  ['HTTP/0.9', Buffer.from('GET /\r\n\r\n')],
  ['HTTP/2 in the line', lines(['GET / HTTP/2.0', 'Host: x'])],
  ['HTTP/3.7', lines(['GET / HTTP/3.7', 'Host: x'])],
  ['the preface of HTTP/2', Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')],
  ['a TLS greeting', Buffer.from('160301020001000001fc0303', 'hex')],
  ['Redis', Buffer.from('*1\r\n$8\r\nFLUSHALL\r\n')],
  ['SSH', Buffer.from('SSH-2.0-OpenSSH_9.6\r\n')],
  ['zeros', Buffer.alloc(64)],
  ['an HTTP reply', Buffer.from('HTTP/1.1 200 OK\r\n\r\n')],
  ['no Host', lines(['GET /healthz HTTP/1.1', 'Connection: close'])],
];

/** Of these the head is fine, and the body is not. A key goes with them, or they would end at the credential. */
const BAD_BODIES: ReadonlyArray<readonly [name: string, body: string]> = [
  ['a chunk size that is no number', 'zz\r\n{}\r\n0\r\n\r\n'],
  ['a chunk size that overflows', 'fffffffffffffffff\r\n{}'],
  ['a chunk longer than it says', '1\r\n{}\r\n0\r\n\r\n'],
  ['a negative chunk', '-1\r\n{}\r\n0\r\n\r\n'],
];

const cases: readonly BadInput[] = [
  ...MALFORMED.map(([name, sent]) => ({ name, sent, status: 400 })),
  ...BAD_BODIES.map(([name, body]) => ({
    name,
    sent: {
      method: 'POST',
      target: '/v1/queries',
      headers: [CHUNKED, 'Content-Type: application/json'],
      body,
    },
    status: 400,
  })),
  {
    name: 'a thousand headers',
    sent: get(...Array.from({ length: 1_000 }, (_, n) => `X-${n}: ${'y'.repeat(20)}`)),
    status: 431,
  },
  { name: 'a header of 64 kB', sent: get(`X-A: ${'y'.repeat(65_536)}`), status: 431 },
  { name: 'a target of 64 kB', sent: lines([`GET /${'a'.repeat(65_536)} HTTP/1.1`, 'Host: x']), status: 431 },
  { name: 'a cookie of 20 kB', sent: get(`Cookie: a=${'y'.repeat(20_000)}`), status: 431 },
  { name: 'TRACE', sent: { method: 'TRACE', target: '/v1/queries' }, status: 405 },
  { name: 'CONNECT of a path', sent: { method: 'PROPFIND', target: '/v1/queries' }, status: 405 },
  {
    name: 'a foreign Host',
    sent: { target: '/v1/nothing', headers: [`X-Forwarded-Host: ${CANARY}.example.com`] },
    status: 404,
  },
  {
    name: 'a method override',
    sent: { target: '/v1/nothing', headers: ['X-HTTP-Method-Override: DELETE'] },
    status: 404,
  },
  {
    name: 'a URL override',
    sent: { target: '/v1/nothing', headers: ['X-Original-URL: /v1/api-keys'] },
    status: 404,
  },
  { name: 'a length of a GET', sent: { target: '/v1/nothing', headers: ['Content-Length: 0'] }, status: 404 },
  {
    name: 'a Range that overflows',
    sent: { target: '/v1/nothing', headers: ['Range: bytes=0-,0-,9999999999999-'] },
    status: 404,
  },
  {
    name: 'an Expect that nobody meets',
    sent: { target: '/v1/nothing', headers: [`Expect: ${CANARY}`] },
    status: 404,
  },
];

export const HTTP_ABUSE: BadInputClass = { name: 'HTTP abuse', atLeast: 40, cases };
