import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { type BadInput, type BadInputClass, CANARY, post, type RawRequest } from './contract.fixture.ts';

const JSON_BODY = `{"question":"What is ${CANARY}?"}`;
const typed = (contentType: string, body: string | Buffer = JSON_BODY): RawRequest =>
  post('/v1/queries', body, { headers: [`Content-Type: ${contentType}`] });
const packed = (encoding: string, body: Buffer): RawRequest =>
  post('/v1/queries', body, { headers: [`Content-Encoding: ${encoding}`, 'Content-Type: application/json'] });

const OTHER_TYPES: readonly string[] = [
  'text/plain',
  'text/html',
  'application/xml',
  'text/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/octet-stream',
  'application/jsonp',
  'application/x-ndjson',
  'application/merge-patch+json',
  CANARY,
  '*/*',
  'application/*',
  'application/json; charset=utf-16',
  'application/json; charset=utf-16le',
  'application/json; charset=utf-7',
  'application/json; charset=iso-8859-1',
  'application/json; charset=ibm037',
  `application/json; charset=${CANARY}`,
];

const bomb = Buffer.from(`{"question":"${'a'.repeat(50_000_000)}"}`);
const gzipped = gzipSync(JSON_BODY);

const cases: readonly BadInput[] = [
  ...OTHER_TYPES.map((type) => ({ name: type, sent: typed(type), status: 415 })),
  { name: 'no type', sent: typed(''), status: 415 },
  {
    name: 'UTF-16 that says UTF-8',
    sent: typed('application/json', Buffer.from(JSON_BODY, 'utf16le')),
    status: 400,
  },
  {
    name: 'Latin-1 that says UTF-8',
    sent: typed('application/json', Buffer.from('{"question":"caf\u00e9"}', 'latin1')),
    status: 400,
  },
  {
    name: 'an overlong UTF-8 form',
    sent: typed('application/json', Buffer.from([0x22, 0xc0, 0x80, 0x22])),
    status: 400,
  },
  {
    name: 'a surrogate in UTF-8',
    sent: typed('application/json', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])),
    status: 400,
  },
  { name: 'a type in capitals', sent: typed('APPLICATION/JSON; CHARSET=UTF-8'), status: 202 },
  { name: 'a charset in quotes', sent: typed('application/json; charset="utf-8"'), status: 202 },
  { name: 'gzip', sent: packed('gzip', gzipped), status: 202 },
  { name: 'deflate', sent: packed('deflate', deflateSync(JSON_BODY)), status: 202 },
  { name: 'br', sent: packed('br', brotliCompressSync(JSON_BODY)), status: 202 },
  { name: 'gzip that is none', sent: packed('gzip', Buffer.from(JSON_BODY)), status: 400 },
  { name: 'gzip that is cut', sent: packed('gzip', gzipped.subarray(0, -9)), status: 400 },
  { name: 'an unknown encoding', sent: packed(CANARY, gzipped), status: 415 },
  { name: 'gzip in gzip', sent: packed('gzip, gzip', gzipSync(gzipped)), status: 415 },
  { name: 'a gzip bomb', sent: packed('gzip', gzipSync(bomb)), status: 413 },
  { name: 'a br bomb', sent: packed('br', brotliCompressSync(bomb.subarray(0, 5_000_000))), status: 413 },
  { name: 'a deflate bomb', sent: packed('deflate', deflateSync(bomb)), status: 413 },
];

export const ENCODINGS: BadInputClass = { name: 'content types and encodings', atLeast: 30, cases };
