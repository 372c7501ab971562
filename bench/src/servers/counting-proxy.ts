import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** Which way bytes went: `out` to the server, `back` from it. */
export type Direction = 'out' | 'back';

/** Stands before a server, changes nothing, and remembers in which order bytes went out and came back. */
export interface CountingProxy {
  readonly port: number;
  /** What went through since this was asked last. Of all connections, in one order. */
  readonly take: () => Direction[];
  stop(): Promise<void>;
}

export async function startCountingProxy(target: {
  readonly host: string;
  readonly port: number;
}): Promise<CountingProxy> {
  let seen: Direction[] = [];
  const open = new Set<Socket>();
  const server = createServer({ noDelay: true }, (client) => {
    const upstream = connect({ ...target, noDelay: true });
    const pass = (from: Socket, to: Socket, direction: Direction): void => {
      open.add(from);
      from.on('data', () => seen.push(direction));
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.once('close', () => {
        open.delete(from);
        to.destroy();
      });
    };
    pass(client, upstream, 'out');
    pass(upstream, client, 'back');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP server listens on no port.');
  return {
    port: address.port,
    take: () => {
      const taken = seen;
      seen = [];
      return taken;
    },
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

/**
 * Round trips that wait for each other: bytes that go out after an answer came back are a new one; what goes out together
 * is one, over however many connections.
 */
export const serialTripsOf = (directions: readonly Direction[]): number =>
  directions.filter((direction, at) => direction === 'out' && directions[at - 1] !== 'out').length;
