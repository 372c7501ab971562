import type { Engine } from './engine.ts';
import { endsWithAnswer, type Exchange } from './exchange-reader.ts';
import { readSessionSettings, settingsScript } from './session-settings.ts';
import type { Mutex } from './mutex.ts';

/** An open transaction keeps every other client waiting, so a client that stalls inside one is cut off. */
const IDLE_TRANSACTION_MS = 2_000;

export interface SessionPorts {
  readonly engine: Engine;
  readonly mutex: Mutex;
  readonly answer: (bytes: Buffer) => void;
  /** The client kept a transaction open too long: its connection has to go. */
  readonly onStalled: () => void;
}

export interface Session {
  greet(startup: Exchange): Promise<void>;
  run(statements: Exchange): Promise<void>;
  /** Rolls back what is open and lets the next client in. */
  end(): Promise<void>;
}

/** One client's side of the engine. Its turn begins with an exchange and lasts as long as its transaction. */
export function createSession({ engine, mutex, answer, onStalled }: SessionPorts): Session {
  let settings = settingsScript(new Map());
  let giveBack: (() => void) | null = null;
  let stallTimer: NodeJS.Timeout | undefined;

  const takeTurn = async (): Promise<void> => {
    if (giveBack !== null) return;
    giveBack = await mutex.take();
    await engine.enterSession(settings);
  };
  const leaveTurn = (): void => {
    giveBack?.();
    giveBack = null;
  };

  return {
    async greet(startup) {
      settings = settingsScript(readSessionSettings(startup.bytes));
      const done = await mutex.take();
      await engine.greet(answer).finally(done);
    },
    async run(statements) {
      clearTimeout(stallTimer);
      await takeTurn();
      await engine.run(statements.bytes, answer);
      if (!engine.isInTransaction() && endsWithAnswer(statements)) leaveTurn();
      else stallTimer = setTimeout(onStalled, IDLE_TRANSACTION_MS);
    },
    async end() {
      clearTimeout(stallTimer);
      if (giveBack !== null) await engine.rollBack().finally(leaveTurn);
    },
  };
}
