import { randomUUID } from 'node:crypto';
import { type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { problemType, type Problem } from '@ragfleet/contracts';

const REFUSALS: Readonly<Record<string, { readonly status: number; readonly detail: string }>> = {
  HPE_HEADER_OVERFLOW: { status: 431, detail: 'Send fewer or shorter headers: at most 100, and 16 kB.' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, detail: 'The request took too long to arrive. Send it again.' },
};
const MALFORMED = { status: 400, detail: 'Send HTTP/1.1: this cannot be read as a request.' };

/** What Node's parser throws when a request takes too long. */
export class LateRequest extends Error {
  readonly code = 'ERR_HTTP_REQUEST_TIMEOUT';
}

/** What Node’s parser throws when headers are too long, for headers that are too many. */
export class TooManyHeaders extends Error {
  readonly code = 'HPE_HEADER_OVERFLOW';
}

/** Answers what the HTTP parser gives up on, which no route ever sees, with a problem like any other; then closes. */
export function refuseUnparsed(
  error: Error & { readonly code?: string },
  socket: Duplex,
  latest: ServerResponse | undefined,
): void {
  const isReplying = latest?.headersSent === true && !latest.writableFinished;
  // The client has gone, or a second reply would break the one that has begun.
  if (!socket.writable || error.code === 'ECONNRESET' || isReplying) {
    socket.destroy(error);
    return;
  }
  const { status, detail } = REFUSALS[error.code ?? ''] ?? MALFORMED;
  const title = STATUS_CODES[status] ?? 'Bad Request';
  const requestId = randomUUID();
  const type = status === MALFORMED.status ? problemType('malformed') : 'about:blank';
  const body = JSON.stringify({
    type,
    title,
    status,
    detail,
    instance: '/',
    request_id: requestId,
  } satisfies Problem);
  const head = [
    `HTTP/1.1 ${status} ${title}`,
    'Connection: close',
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    "Content-Security-Policy: default-src 'none';frame-ancestors 'none'",
    `X-Request-Id: ${requestId}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy(error));
}
