import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

export interface HttpDouble {
  readonly url: string;
  /** Answers in place of the service: a status, or silence. */
  outage: number | 'silence' | null;
  stop(): Promise<void>;
}

/** A service over HTTP that answers JSON. */
export async function serveDouble(
  answer: (request: IncomingMessage, body: string) => Reply,
  type: string,
): Promise<HttpDouble> {
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      if (double.outage === 'silence') return;
      const reply = double.outage === null ? answer(request, body) : { status: double.outage, body: {} };
      response.writeHead(reply.status, { 'content-type': type }).end(JSON.stringify(reply.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const double: HttpDouble = {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`,
    outage: null,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return double;
}
