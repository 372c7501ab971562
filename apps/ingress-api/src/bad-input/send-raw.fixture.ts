import { connect } from 'node:net';
import { CANARY, type RawRequest } from './contract.fixture.ts';

export interface RawReply {
  readonly status: number;
  /** In lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const REPLY_MS = 20_000;

/** Sends bytes over a connection of their own, and reads until the server closes it. */
export async function sendBytes(port: number, bytes: Buffer): Promise<RawReply> {
  const socket = connect(port, '127.0.0.1').setTimeout(REPLY_MS);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let text = '';
  socket.setEncoding('utf8').on('data', (piece) => (text += String(piece)));
  // The server may close while it is still being written to: what it said before counts.
  socket.on('error', () => resolve(text)).on('close', () => resolve(text));
  socket.on('timeout', () => {
    reject(new Error(`No end of the reply within ${REPLY_MS} ms: ${text.slice(0, 200)}`));
    socket.destroy();
  });
  socket.write(bytes);
  return parseReply(await promise);
}

/** The bytes of a request whose connection ends with its reply. */
export function bytesOf(request: RawRequest, key: string | null): Buffer {
  const { target, body = '', headers = [] } = request;
  const method = request.method ?? (request.body === undefined ? 'GET' : 'POST');
  const has = (name: string): boolean => headers.some((line) => line.toLowerCase().startsWith(`${name}:`));
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body);
  const isChunked = has('transfer-encoding');
  const head = [
    `${method} ${target} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Connection: close',
    `User-Agent: ${CANARY}`,
    ...(key === null ? [] : [`Authorization: Bearer ${key}`]),
    ...(request.body === undefined || has('content-type') ? [] : ['Content-Type: application/json']),
    ...(request.body === undefined || isChunked ? [] : [`Content-Length: ${bytes.length}`]),
    ...headers,
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), bytes]);
}

function parseReply(text: string): RawReply {
  const end = text.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = text.slice(0, Math.max(0, end)).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(statusLine)?.[1] ?? 0);
  return { status, headers, body: text.slice(end + 4) };
}
