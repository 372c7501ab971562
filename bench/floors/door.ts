import { createServer, type IncomingMessage } from 'node:http';
import { z } from 'zod';

/** What a door is told by whoever starts it. */
export const doorEnvironment = z.object({
  PORT: z.coerce.number().int().positive(),
  QUEUE_REDIS_URL: z.url(),
});

/** Longer than the turn of all other sides: a connection that closes meanwhile would fail a request of the next one. */
const KEEP_ALIVE_MS = 60_000;
const JSON_HEADERS = { 'content-type': 'application/json' };

/** Raw http that answers 202 with the id that `accept` gives, 429 where it gives none, and 500 where it throws. */
export function serveDoor(port: number, accept: (message: IncomingMessage) => Promise<string | null>): void {
  createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (message, response) => {
    accept(message).then(
      (id) =>
        id === null
          ? response.writeHead(429).end()
          : response
              .writeHead(202, JSON_HEADERS)
              .end(JSON.stringify({ id, object: 'query', status: 'queued' })),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  }).listen(port, '127.0.0.1');
}
