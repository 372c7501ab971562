import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A bucket over HTTP, as far as the vendor's client asks: ListObjectsV2 with pages, GetObject and HeadObject. */
export interface S3Double {
  readonly endpoint: string;
  readonly objects: Map<string, { readonly body: Buffer; readonly type: string }>;
  /** `GET /bucket?list-type=2…` and so on. */
  readonly requests: string[];
  readonly keysPerPage: number;
  /** Answers in place of the bucket when it returns true. */
  intercept: (request: IncomingMessage, response: ServerResponse) => boolean;
  stop(): Promise<void>;
}

const BUCKET = 'papers';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const etagOf = (body: Buffer): string => `"${createHash('md5').update(body).digest('hex')}"`;

export async function startS3Double(keysPerPage = 1_000): Promise<S3Double> {
  const server = createServer((request, response) => {
    double.requests.push(`${request.method} ${request.url}`);
    if (!double.intercept(request, response)) answer(double, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const double: S3Double = {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects: new Map(),
    requests: [],
    keysPerPage,
    intercept: () => false,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return double;
}

export function sendError(response: ServerResponse, status: number, code: string): void {
  const body = `<?xml version="1.0"?><Error><Code>${code}</Code><Message>No.</Message></Error>`;
  response.writeHead(status, { 'content-type': 'application/xml' }).end(body);
}

function answer(double: S3Double, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', double.endpoint);
  const [, bucket = '', ...rest] = url.pathname.split('/').map(decodeURIComponent);
  // A request without a signature is nobody's.
  if (!(request.headers.authorization ?? '').startsWith('AWS4-HMAC-SHA256 Credential=AKIDTEST/'))
    return sendError(response, 403, 'AccessDenied');
  if (bucket !== BUCKET) return sendError(response, 404, 'NoSuchBucket');
  const key = rest.join('/');
  return key === '' ? list(double, url, response) : get(double, key, request, response);
}

function list(double: S3Double, url: URL, response: ServerResponse): void {
  const prefix = url.searchParams.get('prefix') ?? '';
  const after = url.searchParams.get('continuation-token') ?? '';
  const size = Math.min(double.keysPerPage, Number(url.searchParams.get('max-keys') ?? 1_000));
  const keys = [...double.objects.keys()].filter((key) => key.startsWith(prefix) && key > after).toSorted();
  const page = keys.slice(0, size);
  const isTruncated = keys.length > size;
  const contents = page.map((key) => {
    const { body } = double.objects.get(key) ?? { body: Buffer.alloc(0) };
    return `<Contents><Key>${escaped(key)}</Key><LastModified>2026-11-01T10:00:00.000Z</LastModified><ETag>${escaped(etagOf(body))}</ETag><Size>${body.length}</Size><StorageClass>STANDARD</StorageClass></Contents>`;
  });
  const next = isTruncated
    ? `<NextContinuationToken>${escaped(page.at(-1) ?? '')}</NextContinuationToken>`
    : '';
  response
    .writeHead(200, { 'content-type': 'application/xml' })
    .end(
      `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>${BUCKET}</Name><Prefix>${escaped(prefix)}</Prefix><KeyCount>${page.length}</KeyCount><MaxKeys>${size}</MaxKeys><IsTruncated>${isTruncated}</IsTruncated>${next}${contents.join('')}</ListBucketResult>`,
    );
}

function get(double: S3Double, key: string, request: IncomingMessage, response: ServerResponse): void {
  const object = double.objects.get(key);
  if (object === undefined) return sendError(response, 404, 'NoSuchKey');
  const headers = {
    'content-type': object.type,
    'content-length': object.body.length,
    etag: etagOf(object.body),
    'last-modified': 'Sun, 01 Nov 2026 10:00:00 GMT',
  };
  response.writeHead(200, headers).end(request.method === 'HEAD' ? undefined : object.body);
}
