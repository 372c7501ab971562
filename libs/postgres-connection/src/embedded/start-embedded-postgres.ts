import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { Fault } from '@ragfleet/kernel';
import { createServer, type Server, type Socket } from 'node:net';
import type { EmbeddedPostgres } from '../contract.ts';
import { createEngine } from './engine.ts';
import { startMaintenance } from './maintenance.ts';
import { serveConnection } from './serve-connection.ts';
import { createMutex } from './mutex.ts';

export interface StartEmbeddedPostgres {
  /** Where the data live; null keeps them in memory. One process at a time may use a folder. */
  readonly dataDir: string | null;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
}

const MAX_CONNECTIONS = 200;

// PGlite runs without fsync by default; with it an accepted document survives a power cut. A small buffer pool and
// cheap random reads suit a corpus that the page cache of the machine holds anyway.
const START_PARAMS = [
  ...PGlite.defaultStartParams.filter((parameter) => parameter !== '-F'),
  ...['shared_buffers=32MB', 'random_page_cost=1.1', 'jit=off'].flatMap((setting) => ['-c', setting]),
];

/**
 * A PostgreSQL with pgvector inside this process, for one machine. It speaks the PostgreSQL protocol, so whatever
 * runs against a real server runs against it. Statements of all clients run one after another, each client's
 * exchange whole; session state other than startup settings (prepared statement names, temporary tables, session
 * advisory locks) belongs to all clients together and must not be used, and COPY FROM STDIN ends the engine.
 * Blocks the event loop while a statement runs: give it a process of its own.
 */
export async function startEmbeddedPostgres({
  dataDir,
  host,
  port,
}: StartEmbeddedPostgres): Promise<EmbeddedPostgres> {
  const database = await PGlite.create({
    ...(dataDir === null ? {} : { dataDir }),
    extensions: { vector },
    startParams: START_PARAMS,
  });
  const engine = createEngine(database, crash);
  const mutex = createMutex();
  const maintenance = startMaintenance(database, mutex);
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    // A client that breaks off, or speaks another protocol, ends its own connection and nothing else.
    serveConnection(socket, engine, mutex)
      .catch(() => socket.destroy())
      .finally(() => sockets.delete(socket));
  });
  server.maxConnections = MAX_CONNECTIONS;
  const listeningPort = await listen(server, host, port);
  return {
    url: `postgres://postgres@${host}:${listeningPort}/postgres`,
    port: listeningPort,
    async stop() {
      maintenance.stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
      await mutex.take();
      await database.close();
    },
  };
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new Fault('unavailable', 'The embedded database cannot listen on its port. Choose a free one.', {
          cause,
        }),
      ),
    );
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** A broken engine cannot be repaired from inside; the supervisor's restart recovers from the write-ahead log. */
function crash(cause: unknown): void {
  setImmediate(() => {
    throw new Fault('internal', 'The embedded database failed. It recovers when its process starts again.', {
      cause,
    });
  });
}
