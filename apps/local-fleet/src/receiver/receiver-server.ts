import { verifyWebhook } from '@ragfleet/webhook-delivery';
import type { Service } from '@ragfleet/service-runtime';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createReceivedWebhooks } from './received-webhooks.ts';

export interface ReceiverOptions {
  readonly host: string;
  readonly port: number;
  /** Every secret that a sender may sign with. */
  readonly secrets: readonly string[];
}

const MAX_BODY_BYTES = 64 * 1024;
const REQUEST_TIMEOUT_MS = 10_000;

/**
 * A receiver of webhooks as a user would write one: `POST` any path delivers (204, or 401 when the signature does not
 * hold), `GET` any path lists what came, `GET /readyz` tells that it listens.
 */
export function createReceiverServer(options: ReceiverOptions): Service & { port(): number } {
  const received = createReceivedWebhooks();
  const server = createServer((request, response) => {
    if (request.method === 'POST') void receive(request, response);
    else if (request.url === '/readyz') reply(response, 200, { ok: true });
    else reply(response, 200, { object: 'list', data: received.list() });
  });
  server.requestTimeout = REQUEST_TIMEOUT_MS;

  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request);
    if (body === null) return reply(response, 413, { error: 'too large' });
    const verified = verifyWebhook({ headers: request.headers, body }, options.secrets);
    received.add({
      webhook_id: String(request.headers['webhook-id'] ?? '') || null,
      verified,
      received_at: new Date().toISOString(),
      body: verified ? JSON.parse(body.toString('utf8')) : null,
    });
    return reply(response, verified ? 204 : 401, verified ? null : { error: 'the signature does not hold' });
  };

  return {
    name: 'webhook-receiver',
    start: () =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(options.port, options.host, () => resolve());
      }),
    stop: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
    port: () => {
      const address = server.address();
      return typeof address === 'object' && address !== null ? address.port : options.port;
    },
  };
}

function reply(response: ServerResponse, status: number, body: object | null): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(body === null ? undefined : JSON.stringify(body));
}

/** null when it is too large or breaks off. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      sizeBytes += chunk.length;
      if (sizeBytes > MAX_BODY_BYTES) return null;
      chunks.push(chunk);
    }
  } catch {
    return null;
  }
  return Buffer.concat(chunks);
}
