import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectPostgres } from './connect-postgres.ts';
import type { Database } from './contract.ts';

const AUTHENTICATED = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0]);
const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);

let server: Server;
let database: Database;
let uncaught: unknown[];
const note = (error: unknown) => uncaught.push(error);

/** Speaks just enough of the protocol to sign a client in, and cuts the connection at its first statement. */
function cutAtFirstStatement(socket: Socket): void {
  socket.on('error', () => undefined);
  socket.once('data', () => {
    socket.write(Buffer.concat([AUTHENTICATED, READY]));
    socket.once('data', () => socket.destroy());
  });
}

beforeEach(async () => {
  uncaught = [];
  process.on('uncaughtException', note);
  server = createServer(cutAtFirstStatement).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const url = `postgres://somebody@127.0.0.1:${port}/none`;
  database = connectPostgres({ url, poolSize: 2, statementTimeoutMs: 2_000, name: 'broken' });
});
afterEach(async () => {
  await database.close();
  server.close();
  process.off('uncaughtException', note);
});

test('a connection that breaks in the middle of a statement fails that statement, not the process', async () => {
  const statements = [database.query('SELECT 1'), database.query('SELECT 2')];
  for (const statement of statements) await expect(statement).rejects.toMatchObject({ kind: 'unavailable' });
  await new Promise((resolve) => setImmediate(resolve));
  expect(uncaught).toEqual([]);
});
