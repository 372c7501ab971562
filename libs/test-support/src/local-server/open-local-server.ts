import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach, beforeEach } from 'vitest';

/** A server of this machine that answers by the listener: anew for each test of the file that opens it. */
export function openLocalServer(listener: RequestListener): { readonly url: () => string } {
  let server: Server;
  let url = '';
  beforeEach(async () => {
    server = createServer(listener);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: () => url };
}
