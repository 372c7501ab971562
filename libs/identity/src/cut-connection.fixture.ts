import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { closeRedis, connectRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import { onTestFinished } from 'vitest';

export interface CutConnection {
  readonly redis: Redis;
  /** The next command with these words is run by the server and answered by nobody: the connection is cut, once. */
  cutAfter(words: RegExp): void;
  cuts(): number;
}

const READY_MS = 5_000;
const CLOSE_MS = 500;

/** A connection to a Redis through a network that breaks at the worst moment, until the test ends. */
export async function openCutConnection(target: { readonly port: number }): Promise<CutConnection> {
  const sockets = new Set<Socket>();
  let words: RegExp | null = null;
  let cuts = 0;
  const server = createServer((client) => {
    const upstream = connect(target.port, '127.0.0.1');
    let isCutNext = false;
    const end = (): void => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('close', end).on('error', end);
    }
    client.on('data', (bytes) => {
      isCutNext ||= words?.test(bytes.toString('latin1')) ?? false;
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      // A script that the server has not seen yet is sent once more, as a whole.
      if (!isCutNext || bytes.toString('latin1').startsWith('-NOSCRIPT')) {
        client.write(bytes);
        return;
      }
      words = null;
      cuts += 1;
      end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  const redis = connectRedis({
    url: `redis://127.0.0.1:${address.port}`,
    profile: 'fail-fast',
    name: 'cut',
  });
  onTestFinished(async () => {
    await closeRedis(redis, CLOSE_MS);
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await whenReady(redis, READY_MS);
  return {
    redis,
    cutAfter: (next) => {
      words = next;
    },
    cuts: () => cuts,
  };
}
