import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { writeTogether } from './write-together.ts';

let stack: AsyncDisposableStack;
let stream: Socket;
let received = '';

beforeEach(async () => {
  stack = new AsyncDisposableStack();
  received = '';
  const server = createServer((peer) => {
    peer.on('data', (data) => (received += data.toString()));
    peer.on('error', () => undefined);
  }).listen(0, '127.0.0.1');
  stack.defer(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  stream = connect(address.port, '127.0.0.1');
  stack.defer(() => void stream.destroy());
  await once(stream, 'connect');
  writeTogether(stream);
});
afterEach(() => stack.disposeAsync());

it('sends what one callback writes, and what follows from it, in one piece, in order', async () => {
  const sent = vi.spyOn(stream, '_writev');
  const single = vi.spyOn(stream, '_write');
  for (const text of ['one ', 'two ', 'three']) stream.write(text);
  await Promise.resolve().then(() => stream.write(' and more'));
  expect(sent).not.toHaveBeenCalled();
  await vi.waitUntil(() => received === 'one two three and more');
  expect(sent).toHaveBeenCalledTimes(1);
  expect(single).not.toHaveBeenCalled();
});

it('sends what comes later by itself', async () => {
  stream.write('first');
  await vi.waitUntil(() => received === 'first');
  stream.write(' second');
  await vi.waitUntil(() => received.length > 'first'.length);
  expect(received).toBe('first second');
});

it('sends before the event loop goes on', async () => {
  const sent = vi.spyOn(stream, '_write');
  stream.write('now');
  await new Promise<void>((resolve) => process.nextTick(resolve));
  expect(sent).toHaveBeenCalledTimes(1);
});

it('takes a stream that has ended meanwhile', async () => {
  stream.write('last');
  stream.destroy();
  await new Promise((resolve) => setImmediate(resolve));
  expect(stream.destroyed).toBe(true);
});
