import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';
import { buffer, text } from 'node:stream/consumers';
import { problem } from '@ragfleet/contracts';
import express from 'express';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createHttpServer, type HttpServer } from './http-server.ts';
import { readParts } from './multipart/read-parts.ts';

const LIMITS = {
  maxBytes: 1_000,
  maxFileBytes: 1_000,
  maxFiles: 1,
  maxFields: 1,
  maxFieldBytes: 10,
  maxMs: 10_000,
  maxIdleMs: 100,
};

const LONGER_THAN_BUFFERS = 64 * 1024 * 1024;

let server: HttpServer;
/** How reading the form ended. */
let ended: Promise<void>;
/** When a reply that nobody reads is over. */
let cut: Promise<void>;

beforeEach(async () => {
  const reading = Promise.withResolvers<void>();
  ended = reading.promise;
  const cutting = Promise.withResolvers<void>();
  cut = cutting.promise;
  const app = express();
  app.post('/slow', (request) => void request.resume());
  app.post('/upload', (request) => {
    readAll(request).then(() => reading.resolve(), reading.reject);
  });
  app.get('/long', (_request, response) => {
    response.once('close', cutting.resolve);
    response.write(Buffer.alloc(LONGER_THAN_BUFFERS));
    // As the heartbeat of an event stream: writing on is no sign that anybody reads.
    const heartbeat = setInterval(() => response.write(':'), 20);
    response.once('close', () => clearInterval(heartbeat));
  });
  ended.catch(() => undefined);
  const limits = { requestMs: 100, silentMs: 200 };
  server = createHttpServer({ app, host: '127.0.0.1', port: 0, onStopping: () => undefined, ...limits });
  await server.start();
});
afterEach(() => server.stop(1_000));

async function readAll(request: IncomingMessage): Promise<void> {
  for await (const part of readParts(request, LIMITS)) if (part.kind === 'file') await buffer(part.content);
}

async function sendHalf(path: string): Promise<string> {
  const socket = connect(server.address().port, '127.0.0.1');
  await once(socket, 'connect');
  const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 900\r\n\r\n`;
  socket.write(`${head}--x\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\nhalf`);
  return text(socket);
}

it('answers 408 to a request that does not arrive, and closes', async () => {
  const [head = '', body = ''] = (await sendHalf('/slow')).split('\r\n\r\n');
  expect(head).toMatch(/^HTTP\/1.1 408 /);
  expect(problem.parse(JSON.parse(body)).detail).toContain('Send it again');
});

it('ends an upload whose client has fallen silent, and whoever reads it learns so', async () => {
  expect(await sendHalf('/upload')).toMatch(/^HTTP\/1.1 408 /);
  await expect(ended).rejects.toMatchObject({ kind: 'canceled' });
});

it('cuts off a client that has stopped to read its reply', async () => {
  const socket = connect(server.address().port, '127.0.0.1');
  socket.pause();
  await once(socket, 'connect');
  socket.write('GET /long HTTP/1.1\r\nHost: x\r\n\r\n');
  await expect(cut).resolves.toBeUndefined();
  socket.destroy();
});
