import pg from 'pg';
import { connectionSettings } from './connection-settings.ts';
import type { ConnectPostgres, Database, Session } from './contract.ts';
import { translatePostgresError } from './translate-error.ts';

export interface LockSessions {
  readonly underLock: Database['underLock'];
  /** Ends every session; the server frees what it held. */
  close(): Promise<void>;
}

// Schemas of one database may hold the same names, and are none of each other's business.
const KEY = 'hashtextextended(current_schema() || $1, 0)';

/** Connections outside of a pool, each under an advisory lock that lives as long as it does. */
export function createLockSessions(target: Pick<ConnectPostgres, 'url' | 'name'>): LockSessions {
  const open = new Set<pg.Client>();
  return {
    async underLock({ key, statementTimeoutMs }, work) {
      const client = clientOf(target, statementTimeoutMs);
      open.add(client);
      try {
        await client.connect();
        return await workLocked(sessionOf(client), key, work);
      } catch (error) {
        throw translatePostgresError(error);
      } finally {
        open.delete(client);
        await client.end();
      }
    },
    async close() {
      await Promise.all([...open].map((client) => client.end()));
    },
  };
}

function clientOf(target: Pick<ConnectPostgres, 'url' | 'name'>, statementTimeoutMs: number): pg.Client {
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
