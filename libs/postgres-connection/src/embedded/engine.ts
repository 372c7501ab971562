import type { PGlite } from '@electric-sql/pglite';

/** The one backend behind all connections. Calls must not overlap: a connection takes its turn first. */
export interface Engine {
  /** Runs protocol messages and hands out every piece of the answer, in order. */
  run(messages: Uint8Array, onAnswer: (bytes: Buffer) => void): Promise<void>;
  /** Says hello to a new client. */
  greet(onAnswer: (bytes: Buffer) => void): Promise<void>;
  isInTransaction(): boolean;
  /** Ends whatever transaction is open and puts a session's settings in force. Settings already in force cost nothing. */
  enterSession(settings: string): Promise<void>;
  rollBack(): Promise<void>;
}

const simpleQuery = (text: string): Uint8Array => {
  const body = Buffer.from(`${text}\0`, 'utf8');
  const message = Buffer.alloc(5 + body.length);
  message.write('Q');
  message.writeInt32BE(4 + body.length, 1);
  body.copy(message, 5);
  return message;
};

/** The engine knows one user and one database, and a startup message that it dislikes would end it: it never sees a client's. */
const STARTUP = ((): Uint8Array => {
  const body = Buffer.from('user\0postgres\0database\0postgres\0\0');
  const message = Buffer.alloc(8 + body.length);
  message.writeInt32BE(message.length);
  message.writeInt32BE(196_608, 4);
  body.copy(message, 8);
  return message;
})();

const ignore = (): void => undefined;

/** @param onBroken called once when the engine itself has failed: nothing that follows can work. */
export function createEngine(database: PGlite, onBroken: (cause: unknown) => void): Engine {
  let settingsInForce = '';
  const run = async (messages: Uint8Array, onAnswer: (bytes: Buffer) => void): Promise<void> => {
    try {
      await database.runExclusive(() =>
        // The engine reuses its buffer, so each piece is copied before the next is written.
        database.execProtocolRawStream(messages, { onRawData: (bytes) => onAnswer(Buffer.from(bytes)) }),
      );
    } catch (error) {
      onBroken(error);
      throw error;
    }
  };
  return {
    run,
    greet: (onAnswer) => run(STARTUP, onAnswer),
    isInTransaction: () => database.isInTransaction(),
    async enterSession(settings) {
      if (settings === settingsInForce) return;
      await run(simpleQuery(settings), ignore);
      settingsInForce = settings;
    },
    async rollBack() {
      if (database.isInTransaction()) await run(simpleQuery('ROLLBACK'), ignore);
    },
  };
}
