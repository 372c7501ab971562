import type { Socket } from 'node:net';
import type { Engine } from './engine.ts';
import { createExchangeReader, type Exchange } from './exchange-reader.ts';
import { createSession, type Session } from './session.ts';
import type { Mutex } from './mutex.ts';

const REFUSE_ENCRYPTION = Buffer.from('N');

/** Serves one client until it leaves, breaks off or stalls inside a transaction. */
export async function serveConnection(socket: Socket, engine: Engine, mutex: Mutex): Promise<void> {
  const answer = (bytes: Buffer): void => {
    if (socket.writable) socket.write(bytes);
  };
  const onStalled = (): void => {
    socket.write(stalledError(), () => socket.destroy());
  };
  const session = createSession({ engine, mutex, answer, onStalled });
  try {
    for await (const exchange of exchangesOf(socket)) {
      if (exchange.kind === 'terminate' || exchange.kind === 'cancel-request') return;
      if (exchange.kind === 'encryption-request') answer(REFUSE_ENCRYPTION);
      else await serve(session, exchange);
    }
  } finally {
    socket.destroy();
    await session.end();
  }
}

const serve = (session: Session, exchange: Exchange): Promise<void> =>
  exchange.kind === 'startup' ? session.greet(exchange) : session.run(exchange);

/** Nothing more is read from the client while one of its exchanges is served. */
async function* exchangesOf(socket: Socket): AsyncGenerator<Exchange> {
  const reader = createExchangeReader();
  for await (const chunk of socket as AsyncIterable<Buffer>) yield* reader.push(chunk);
}

/** The protocol's ErrorResponse, as a server words it. */
function stalledError(): Buffer {
  const fields = ['SFATAL', 'VFATAL', 'C25P03', 'Mterminating connection due to idle-in-transaction timeout'];
  const body = Buffer.from(`${fields.map((field) => `${field}\0`).join('')}\0`);
  const header = Buffer.alloc(5);
  header.write('E');
  header.writeInt32BE(4 + body.length, 1);
  return Buffer.concat([header, body]);
}
