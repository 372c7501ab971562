import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { ApiContract, ApiOperation } from './api-contract.ts';

/** A server of a vendor's API that holds every request and every reply to the vendor's own documents. */
export interface ApiDouble {
  readonly url: string;
  readonly requests: readonly DoubleRequest[];
  /** What went against the documents since the last call, on either side. */
  takeViolations(): string[];
  /** Throws when there is any; for the end of every test that used the double. */
  requireNoViolations(): void;
  /** The next request gets this status, and nothing is done. */
  failNext(status: number, headers?: Readonly<Record<string, string>>): void;
  /** The next reply waits until the returned function is called. */
  holdNext(): () => void;
  /** The next reply breaks off in the middle of its body. */
  truncateNext(): void;
  /** Requests are taken and never answered, until `stop`. */
  hang(): void;
  stop(): Promise<void>;
}

export interface DoubleRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly sizeBytes: number;
}

export interface Exchange extends DoubleRequest {
  readonly params: Readonly<Record<string, string>>;
}

export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

export interface ApiDoubleOptions {
  readonly contract: ApiContract;
  /** What the double can do, by the name of the operation. */
  readonly operations: Readonly<Record<string, (exchange: Exchange) => Reply>>;
  /** A refusal in the vendor's own shape. */
  errorBody(status: number, message: string, path: string): unknown;
  /** The address as the documents know it; the path of the request when left out. */
  apiPath?(path: string): string;
}

/** Thrown by an operation: the reply is the vendor's own refusal. */
export class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

interface Fault {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly until?: Promise<void>;
  readonly isTruncated?: true;
}

interface Outgoing {
  readonly status: number;
  readonly text: string;
}

/** Starts on a free port of 127.0.0.1. */
export async function startApiDouble(options: ApiDoubleOptions): Promise<ApiDouble> {
  const requests: DoubleRequest[] = [];
  const violations: string[] = [];
  const faults: Fault[] = [];
  let isHanging = false;

  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const received = await readRequest(request);
    requests.push(received);
    if (isHanging) return;
    const fault = faults.shift() ?? {};
    const reply = answer(options, received, fault.status);
    violations.push(...reply.problems);
    await fault.until;
    send(response, reply.problems.length === 0 ? reply.outgoing : refused(reply.problems), fault);
  };

  const server = createServer((request, response) => {
    take(request, response).catch((error: unknown) => {
      violations.push(`the double failed: ${String(error)}`);
      response.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    takeViolations: () => violations.splice(0),
    requireNoViolations: () => {
      const found = violations.splice(0);
      if (found.length > 0) throw new Error(`Against the vendor's documents:\n${found.join('\n')}`);
    },
    failNext: (status, headers = {}) => void faults.push({ status, headers }),
    holdNext: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      faults.push({ until: promise });
      return resolve;
    },
    truncateNext: () => void faults.push({ isTruncated: true }),
    hang: () => {
      isHanging = true;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function readRequest(request: IncomingMessage): Promise<DoubleRequest> {
  const bytes = await buffer(request);
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://double');
  return {
    method: request.method ?? '',
    path: pathname,
    headers: Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, value?.toString()]),
    ),
    query: searchParams,
    body: bytes.length === 0 ? undefined : (JSON.parse(bytes.toString()) as unknown),
    sizeBytes: bytes.length,
  };
}

/** The reply, or what the documents say against the request or the reply. `failWith` is a planted status. */
function answer(
  options: ApiDoubleOptions,
  request: DoubleRequest,
  failWith: number | undefined,
): { outgoing: Outgoing; problems: readonly string[] } {
  const path = options.apiPath?.(request.path) ?? request.path;
  const operation = options.contract.operationOf(request.method, path);
  const handle = operation === undefined ? undefined : options.operations[operation.name];
  const where = `${request.method} ${path}`;
  if (operation === undefined) return violation(`${where}: no such operation in the documents`);
  if (handle === undefined) return violation(`${where}: the double does not have this operation`);
  const problems = operation.requestProblems(request);
  if (problems.length > 0)
    return { outgoing: NOTHING, problems: problems.map((text) => `${where}: ${text}`) };
  const reply =
    failWith === undefined
      ? replyOf(options, path, () => handle({ ...request, params: operation.pathParams }))
      : plantedFailure(options, operation, path, failWith);
  if (typeof reply.body === 'string')
    return { outgoing: { status: reply.status, text: reply.body }, problems: [] };
  return {
    outgoing: { status: reply.status, text: JSON.stringify(reply.body) },
    problems: operation.replyProblems(reply.status, reply.body).map((text) => `${where}: ${text}`),
  };
}

const NOTHING: Outgoing = { status: 500, text: '' };
const violation = (problem: string): { outgoing: Outgoing; problems: readonly string[] } => ({
  outgoing: NOTHING,
  problems: [problem],
});

function replyOf(options: ApiDoubleOptions, path: string, handle: () => Reply): Reply {
  try {
    return handle();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: error.status, body: options.errorBody(error.status, error.message, path) };
  }
}

/** A status that the vendor does not document comes from something between: a text, not the vendor's JSON. */
function plantedFailure(
  options: ApiDoubleOptions,
  operation: ApiOperation,
  path: string,
  status: number,
): Reply {
  const message = 'a planted failure';
  return { status, body: operation.hasReply(status) ? options.errorBody(status, message, path) : message };
}

const refused = (problems: readonly string[]): Outgoing => ({
  status: 500,
  text: JSON.stringify({ violations: problems }),
});

function send(response: ServerResponse, { status, text }: Outgoing, fault: Fault): void {
  const bytes = Buffer.from(text);
  response.writeHead(status, {
    'content-type': text.startsWith('{') ? 'application/json' : 'text/plain',
    'content-length': bytes.length,
    ...fault.headers,
  });
  if (fault.isTruncated !== true) {
    response.end(bytes);
    return;
  }
  response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => response.destroy());
}
