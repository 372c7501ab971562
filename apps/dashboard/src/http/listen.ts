import { createServer, type RequestListener } from 'node:http';
import type { Service } from '@ragfleet/service-runtime';

const HEADERS_MS = 10_000;
const REQUEST_MS = 15_000;
/** Longer than any page takes: who has stopped to read a reply holds a connection no longer than this. */
const SILENT_MS = 60_000;

/** An HTTP server as a service: it stops taking connections, lets requests finish, and cuts what is left at the end. */
export function createHttpService(
  listener: RequestListener,
  { host, port }: { readonly host: string; readonly port: number },
): Service & { port(): number } {
  const server = createServer({ headersTimeout: HEADERS_MS, requestTimeout: REQUEST_MS }, listener);
  server.setTimeout(SILENT_MS);
  return {
    name: 'http',
    start: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, resolve);
      }),
    stop: async (graceMs) => {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      const timer = setTimeout(() => server.closeAllConnections(), graceMs / 2);
      server.closeIdleConnections();
      await closed;
      clearTimeout(timer);
    },
    port: () => {
      const address = server.address();
      return typeof address === 'object' && address !== null ? address.port : port;
    },
  };
}
