import { findFreePort } from '@ragfleet/redis-server';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { createArrivals } from './arrivals.ts';

export interface WebhookReceiver {
  /** As WEBHOOK_ALLOW_HOSTS wants it. */
  readonly host: string;
  readonly url: string;
  /** When the end of a query was told, on the clock of `performance.now()`, by its id. The last time where it was told twice. */
  readonly received: ReadonlyMap<string, number>;
  /** Resolves when it has been told. Throws after `limitMs`. */
  told(id: string, limitMs: number): Promise<void>;
  stop(): Promise<void>;
}

const delivery = z.object({ data: z.object({ id: z.string() }) });

/** Takes every delivery and remembers whom it was about, and when it came. */
export async function receiveWebhooks(): Promise<WebhookReceiver> {
  const received = new Map<string, number>();
  const arrivals = createArrivals();
  const take = async (message: IncomingMessage): Promise<void> => {
    const atMs = performance.now();
    const { id } = delivery.parse(JSON.parse(await text(message))).data;
    received.set(id, atMs);
    arrivals.tell(id);
  };
  const server = createServer((message, response) => {
    take(message).then(
      () => response.writeHead(204).end(),
      () => response.writeHead(500).end(),
    );
  });
  const port = await findFreePort();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    host: `127.0.0.1:${port}`,
    url: `http://127.0.0.1:${port}/webhooks`,
    received,
    told: async (id, limitMs) => {
      if (!received.has(id)) await arrivals.arrived(id, limitMs);
    },
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
