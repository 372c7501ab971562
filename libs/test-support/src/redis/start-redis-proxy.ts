import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** What becomes of one connection's traffic. */
export interface ProxiedConnection {
  /** Hears what its client sends. */
  asked(text: string): void;
  /** What becomes of a reply: it passes, is lost, or its connection is cut in its place. */
  answered(text: string): 'pass' | 'lose' | 'cut';
}

export interface RedisProxy {
  readonly url: string;
  close(): Promise<void>;
}

/** Stands before a Redis, as a network does. */
export async function startRedisProxy(redisUrl: string, open: () => ProxiedConnection): Promise<RedisProxy> {
  const { hostname, port } = new URL(redisUrl);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    const connection = open();
    const end = (): void => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('close', end).on('error', end);
    }
    client.on('data', (bytes) => {
      connection.asked(bytes.toString('latin1'));
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      const fate = connection.answered(bytes.toString('latin1'));
      if (fate === 'pass') client.write(bytes);
      else if (fate === 'cut') end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    url: `redis://127.0.0.1:${address.port}`,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
