import { findFreePort } from '@ragfleet/redis-server';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

export interface WebhookReceiver {
  /** As WEBHOOK_ALLOW_HOSTS wants it. */
  readonly host: string;
  readonly url: string;
  /** Ids of the queries whose end was told. */
  readonly received: ReadonlySet<string>;
  stop(): Promise<void>;
}

const delivery = z.object({ data: z.object({ id: z.string() }) });

/** Takes every delivery and remembers whom it was about. */
export async function receiveWebhooks(): Promise<WebhookReceiver> {
  const received = new Set<string>();
  const take = async (message: IncomingMessage): Promise<void> => {
    received.add(delivery.parse(JSON.parse(await text(message))).data.id);
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
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
