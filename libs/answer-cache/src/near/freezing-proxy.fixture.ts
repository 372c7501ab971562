import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** Stands before a Redis, as a network does. */
export interface FreezingProxy {
  readonly url: string;
  /** From now on nothing reaches those who have subscribed, though their connections stand. */
  freezeSubscribers(): void;
  close(): Promise<void>;
}

export async function startFreezingProxy(url: string): Promise<FreezingProxy> {
  const { hostname, port } = new URL(url);
  const sockets = new Set<Socket>();
  let isFrozen = false;
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    let hasSubscribed = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        client.destroy();
        upstream.destroy();
      });
    }
    client.on('data', (bytes) => {
      hasSubscribed ||= bytes.toString('latin1').toLowerCase().includes('subscribe');
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      if (!isFrozen || !hasSubscribed) client.write(bytes);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    url: `redis://127.0.0.1:${address.port}`,
    freezeSubscribers: () => {
      isFrozen = true;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
