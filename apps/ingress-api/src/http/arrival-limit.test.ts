import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { serveApp } from '../testing/serve-app.fixture.ts';
import { extendArrival, limitArrival } from './arrival-limit.ts';

let arrived: string[];
let late: string[];
let server: Awaited<ReturnType<typeof serveApp>>;
let socket: Socket;
let other: Socket;

beforeEach(async () => {
  arrived = [];
  late = [];
  server = await serveApp((request, response) => {
    limitArrival(request, 50, () => {
      late.push(request.url ?? '');
      response.writeHead(408).end();
    });
    arrived.push(request.url ?? '');
    if (request.url === '/extended') extendArrival(request, 10_000);
    request.resume().once('end', () => response.end());
  });
  const { port, hostname } = new URL(server.url);
  [socket, other] = [connect(Number(port), hostname), connect(Number(port), hostname)];
  await Promise.all([once(socket, 'connect'), once(other, 'connect')]);
});
afterEach(() => {
  socket.destroy();
  other.destroy();
  return server.stop();
});

const send = (path: string, over = socket): void =>
  void over.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\na`);
const status = async (over = socket): Promise<string> => String((await once(over, 'data'))[0]).slice(9, 12);

it('ends the patience with a request that does not arrive in whole', async () => {
  send('/slow');
  expect([await status(), late]).toEqual(['408', ['/slow']]);
});

it('leaves alone what arrived, and what was given more time', async () => {
  send('/extended');
  await expect.poll(() => arrived).toContain('/extended');
  send('/slow', other);
  expect(await status(other)).toBe('408');
  socket.write('b');
  expect([await status(), late]).toEqual(['200', ['/slow']]);
});
