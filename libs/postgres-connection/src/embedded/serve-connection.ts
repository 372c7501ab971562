import type { Socket } from 'node:net';
import type { Engine } from './engine.ts';
import { createExchangeReader, type Exchange } from './exchange-reader.ts';
import { readSessionSettings, settingsScript } from './session-settings.ts';
import type { Turns } from './turns.ts';

/** An open transaction keeps every other client waiting, so a client that stalls inside one is cut off. */
const IDLE_TRANSACTION_MS = 2_000;

const REFUSE_ENCRYPTION = Buffer.from('N');
const SYNC_OR_QUERY: ReadonlySet<number> = new Set(['S', 'Q', 'F'].map((letter) => letter.charCodeAt(0)));

/** Serves one client until it leaves. Its turn begins with an exchange and lasts as long as its transaction. */
export async function serveConnection(socket: Socket, engine: Engine, turns: Turns): Promise<void> {
  const reader = createExchangeReader();
  const answer = (bytes: Buffer): void => {
    if (socket.writable) socket.write(bytes);
  };
  let settings = settingsScript(new Map());
  let giveBack: (() => void) | null = null;
  let idleTimer: NodeJS.Timeout | undefined;

  const serve = async (exchange: Exchange): Promise<void> => {
    clearTimeout(idleTimer);
    if (giveBack === null) {
      giveBack = await turns.take();
      await engine.enterSession(settings);
    }
    await engine.run(exchange.bytes, answer);
    if (engine.isInTransaction() || !endsExchange(exchange)) {
      idleTimer = setTimeout(() => cutOff(socket), IDLE_TRANSACTION_MS);
      return;
    }
    giveBack();
    giveBack = null;
  };

  try {
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      for (const exchange of reader.push(chunk)) {
        if (exchange.kind === 'terminate' || exchange.kind === 'cancel-request') return;
        if (exchange.kind === 'encryption-request') answer(REFUSE_ENCRYPTION);
        else if (exchange.kind === 'startup') {
          settings = settingsScript(readSessionSettings(exchange.bytes));
          await greet(exchange, engine, turns, answer);
        } else await serve(exchange);
      }
    }
  } finally {
    clearTimeout(idleTimer);
    socket.destroy();
    if (giveBack !== null) await engine.rollBack().finally(giveBack);
  }
}

async function greet(
  startup: Exchange,
  engine: Engine,
  turns: Turns,
  answer: (bytes: Buffer) => void,
): Promise<void> {
  const giveBack = await turns.take();
  await engine.run(startup.bytes, answer).finally(giveBack);
}

/** False for a Flush, after which the client goes on with the same statement. */
function endsExchange(exchange: Exchange): boolean {
  let start = 0;
  let type = 0;
  while (start + 5 <= exchange.bytes.length) {
    type = exchange.bytes[start] ?? 0;
    start += 1 + exchange.bytes.readInt32BE(start + 1);
  }
  return SYNC_OR_QUERY.has(type);
}

function cutOff(socket: Socket): void {
  const fields = ['SFATAL', 'VFATAL', 'C25P03', 'Mterminating connection due to idle-in-transaction timeout'];
  const body = Buffer.from(`${fields.map((field) => `${field}\0`).join('')}\0`);
  const header = Buffer.alloc(5);
  header.write('E');
  header.writeInt32BE(4 + body.length, 1);
  socket.write(Buffer.concat([header, body]), () => socket.destroy());
}
