import { createServer } from 'node:http';
import type { Service } from '@ragfleet/service-runtime';
import type { Express } from 'express';

export interface HttpServerOptions {
  readonly app: Express;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Called when the stop begins, so that open event streams end. */
  readonly onStopping: () => void;
}

const HEADERS_MS = 10_000;
const REQUEST_MS = 15_000;
// Longer than the idle time of common load balancers (60 s), so that it is never the server that closes first.
const KEEP_ALIVE_MS = 75_000;

export interface HttpServer extends Service {
  /** Where it listens, once started. */
  address(): { readonly port: number };
}

/** The HTTP listener: refuses slow senders, and stops by letting what has begun end. */
export function createHttpServer(options: HttpServerOptions): HttpServer {
  const server = createServer(
    { headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS, keepAliveTimeout: KEEP_ALIVE_MS },
    options.app,
  );
  return {
    name: 'http-server',
    start: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(options.port, options.host, () => resolve());
      }),
    stop: async (graceMs) => {
      options.onStopping();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      // A connection that became idle after the stop began is closed by node; one that never ends is cut.
      const cut = setTimeout(() => server.closeAllConnections(), Math.max(1, graceMs - 500));
      await closed;
      clearTimeout(cut);
    },
    address: () => {
      const address = server.address();
      return { port: address !== null && typeof address === 'object' ? address.port : options.port };
    },
  };
}
