import pg from 'pg';
import { connectionSettings } from './connection-settings.ts';
import type { ConnectPostgres, Database, Session } from './contract.ts';
import { translatePostgresError } from './translate-error.ts';

export interface OwnSessions extends Pick<Database, 'runLongScript' | 'underLock'> {
  /** Ends every session; the server frees what it held. */
  close(): Promise<void>;
}

type Target = Pick<ConnectPostgres, 'url' | 'name'>;

// Schemas of one database may hold the same names, and are none of each other's business.
const KEY = 'hashtextextended(current_schema() || $1, 0)';

/** Connections outside of a pool, each for one piece of work that takes as long as it says. */
export function createOwnSessions(target: Target): OwnSessions {
  const open = new Set<pg.Client>();
  const inSession = async <Value>(
    statementTimeoutMs: number,
    work: (session: Session) => Promise<Value>,
  ): Promise<Value> => {
    const client = clientOf(target, statementTimeoutMs);
    open.add(client);
    try {
      await client.connect();
      return await work(sessionOf(client));
    } catch (error) {
      throw translatePostgresError(error);
    } finally {
      open.delete(client);
      await client.end();
    }
  };
  return {
    runLongScript: ({ text, timeoutMs }) =>
      inSession(timeoutMs, async (session) => {
        await session.query(text);
      }),
    underLock: ({ key, statementTimeoutMs }, work) =>
      inSession(statementTimeoutMs, (session) => workLocked(session, key, work)),
    async close() {
      await Promise.all([...open].map((client) => client.end()));
    },
  };
}

function clientOf(target: Target, statementTimeoutMs: number): pg.Client {
  try {
    const client = new pg.Client(connectionSettings(target, statementTimeoutMs));
    // A session that breaks fails its statement; without a listener it would end the process too.
    client.on('error', () => undefined);
    return client;
  } catch (error) {
    // It reads the files that the URL names.
    throw translatePostgresError(error);
  }
}

const sessionOf = (client: pg.Client): Session => ({
  async query<Row extends object>(text: string, params: readonly unknown[] = []): Promise<Row[]> {
    return (await client.query<Row>(text, [...params])).rows;
  },
});

async function workLocked(
  session: Session,
  key: string,
  work: (session: Session) => Promise<void>,
): Promise<boolean> {
  const [lock] = await session.query<{ taken: boolean }>(`SELECT pg_try_advisory_lock(${KEY}) AS taken`, [
    key,
  ]);
  if (lock?.taken !== true) return false;
  await work(session);
  // The embedded database has one session for all: there the end of a connection would free nothing.
  await session.query(`SELECT pg_advisory_unlock(${KEY})`, [key]);
  return true;
}
