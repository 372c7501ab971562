import { verifyWebhook } from '@ragfleet/webhook-delivery';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** One delivery as it came in, whatever was answered to it. */
export interface ReceivedDelivery {
  readonly tenantId: string;
  /** The part of the path behind the tenant: scenarios tell endpoints apart by it. */
  readonly endpoint: string;
  readonly webhookId: string;
  readonly timestamp: string;
  readonly isSignatureValid: boolean;
  readonly body: string;
  readonly bodyDigest: string;
  readonly atMs: number;
  /** What was answered; null when nothing was. */
  readonly answeredStatus: number | null;
}

/** Answers one delivery itself and returns the status, or null when it leaves the sender without one. */
export type Responder = (
  delivery: Omit<ReceivedDelivery, 'answeredStatus'>,
  response: ServerResponse,
) => number | null | Promise<number | null>;

/** The customers' side of the webhooks. */
export interface WebhookReceiver {
  /** `host:port`, as WEBHOOK_ALLOW_HOSTS takes it. */
  readonly host: string;
  /** Where a tenant takes its webhooks. */
  urlFor(tenantId: string, endpoint?: string): string;
  readonly deliveries: readonly ReceivedDelivery[];
  /** Answers from now on; without one, everything is taken with 204. */
  respond(responder: Responder | null): void;
  /** The secrets that a tenant's deliveries may be signed with. */
  trust(tenantId: string, secrets: readonly string[]): void;
  stop(): Promise<void>;
}

const MAX_BODY_BYTES = 256 * 1024;
const MAX_DELIVERIES = 200_000;
const PATH = /^\/([\w-]+)\/([\w-]+)$/;

export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const deliveries: ReceivedDelivery[] = [];
  const secrets = new Map<string, readonly string[]>();
  let responder: Responder | null = null;

  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const [, tenantId = '', endpoint = ''] = PATH.exec(request.url ?? '') ?? [];
    const body = await readBody(request);
    const delivery = {
      tenantId,
      endpoint,
      webhookId: String(request.headers['webhook-id'] ?? ''),
      timestamp: String(request.headers['webhook-timestamp'] ?? ''),
      isSignatureValid: verifyWebhook({ headers: request.headers, body }, secrets.get(tenantId) ?? []),
      body: body.toString('utf8'),
      bodyDigest: createHash('sha256').update(body).digest('hex'),
      atMs: Date.now(),
    };
    const answeredStatus = responder === null ? accept(response) : await responder(delivery, response);
    if (deliveries.length >= MAX_DELIVERIES) deliveries.shift();
    deliveries.push({ ...delivery, answeredStatus });
  };
  const server = createServer((request, response) => {
    receive(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The receiver has no port.');
  const host = `127.0.0.1:${address.port}`;
  return {
    host,
    urlFor: (tenantId, endpoint = 'answers') => `http://${host}/${tenantId}/${endpoint}`,
    deliveries,
    respond: (next) => {
      responder = next;
    },
    trust: (tenantId, trusted) => void secrets.set(tenantId, trusted),
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function accept(response: ServerResponse): number {
  response.writeHead(204).end();
  return 204;
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > MAX_BODY_BYTES) throw new Error('A delivery is larger than any may be.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
