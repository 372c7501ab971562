import { connect, createServer, type Socket } from 'node:net';

/** A way to a database that can be stopped before a statement: the database never sees it. */
export interface HoldingProxy {
  readonly url: string;
  /** Holds back every statement with these words from now on; resolves when the first one is held. */
  holdAt(words: string): Promise<void>;
  /** Lets everything through that comes from now on, and hangs up on those whose statements it held. */
  open(): void;
  stop(): Promise<void>;
}

export async function startHoldingProxy(databaseUrl: string): Promise<HoldingProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const paused = new Set<Socket>();
  let words: string | null = null;
  let held = Promise.withResolvers<void>();
  const server = createServer((client) => {
    const database = connect(Number(target.port), target.hostname);
    for (const socket of [client, database]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    client.on('close', () => database.destroy());
    database.on('close', () => client.destroy());
    database.pipe(client);
    let before = '';
    client.on('data', (bytes: Buffer) => {
      const seen = before + bytes.toString('latin1');
      // Too little for all of the words: those of a statement that went through must not hold the next one.
      before = words === null ? '' : seen.slice(1 - words.length);
      if (words === null || !seen.includes(words)) {
        database.write(bytes);
        return;
      }
      held.resolve();
      paused.add(client);
      client.pause();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String(address.port);
  return {
    url: url.href,
    holdAt: (statement) => {
      words = statement;
      held = Promise.withResolvers<void>();
      return held.promise;
    },
    open: () => {
      words = null;
      // Nobody reads what a paused client sends, not even that it has gone.
      for (const client of paused) client.destroy();
      paused.clear();
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
