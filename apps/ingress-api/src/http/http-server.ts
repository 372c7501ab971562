import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Service } from '@ragfleet/service-runtime';
import type { Express } from 'express';
import { limitArrival } from './arrival-limit.ts';
import { LateRequest, refuseUnparsed, TooManyHeaders } from './refuse-unparsed.ts';

export interface HttpServerOptions {
  readonly app: Express;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Called when the stop begins, so that open event streams end. */
  readonly onStopping: () => void;
  /** For a request to arrive in whole, unless its route gives it more. 15 s by default. */
  readonly requestMs?: number;
  /** For a connection on which nothing moves while a reply is due, or out and not read. 2 minutes by default. */
  readonly silentMs?: number;
}

const HEADERS_MS = 10_000;
const MAX_HEADER_BYTES = 16_384;
/** Proxies add a dozen to what a client sends; beyond its own limit Node would leave headers out without a word. */
const MAX_HEADERS = 100;
const REQUEST_MS = 15_000;
/** The server's own limit, which knows no difference between requests: behind the longest that one may be given. */
const LONGEST_REQUEST_MS = 600_000;
// Longer than anything is answered without a byte, a wait of 60 s included. The heartbeats of an event stream count only
// while somebody reads them: who has stopped to read would hold its place, and what was written for it, for ever.
const SILENT_MS = 120_000;
// Longer than the idle time of common load balancers (60 s), so that it is never the server that closes first.
const KEEP_ALIVE_MS = 75_000;
/** What is left of the grace period when connections that never end are cut. */
const CUT_MARGIN_MS = 500;

export interface HttpServer extends Service {
  /** Where it listens, once started. */
  address(): { readonly port: number };
}

/** The HTTP listener: refuses slow senders, cuts off who does not read, and stops by letting what has begun end. */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const server = createServer(
    {
      headersTimeout: HEADERS_MS,
      requestTimeout: LONGEST_REQUEST_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      maxHeaderSize: MAX_HEADER_BYTES,
      // Node would refuse it without a problem: the app does.
      requireHostHeader: false,
    },
    (request, response) => {
      if (request.rawHeaders.length <= 2 * MAX_HEADERS) options.app(request, response);
      else refuseUnparsed(new TooManyHeaders(), request.socket, response);
    },
  );
  server.setTimeout(options.silentMs ?? SILENT_MS);
  const latest = new WeakMap<Duplex, ServerResponse>();
  server.on('clientError', (error, socket) => refuseUnparsed(error, socket, latest.get(socket)));
  // Node would answer 417 without a problem; an expectation that nobody knows may be ignored (RFC 9110).
  server.on('checkExpectation', (request, response) => void server.emit('request', request, response));
  let isStopping = false;
  // A kept-alive connection falls idle after its last reply, also after a stop has begun.
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    latest.set(request.socket, response);
    limitArrival(request, options.requestMs ?? REQUEST_MS, () =>
      refuseUnparsed(new LateRequest(), request.socket, response),
    );
    response.once('close', () => {
      if (isStopping) setImmediate(() => server.closeIdleConnections());
    });
  });
  return {
    name: 'http-server',
    start: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(options.port, options.host, () => resolve());
      }),
    stop: async (graceMs) => {
      isStopping = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      options.onStopping();
      const cut = setTimeout(() => server.closeAllConnections(), Math.max(1, graceMs - CUT_MARGIN_MS));
      await closed;
      clearTimeout(cut);
    },
    address: () => {
      const address = server.address();
      return { port: address !== null && typeof address === 'object' ? address.port : options.port };
    },
  };
}
