import { Fault } from '@ragfleet/kernel';
import pg from 'pg';
import { connectionSettings } from './connection-settings.ts';
import type { ConnectPostgres, Database } from './contract.ts';
import { createOwnSessions } from './own-sessions.ts';
import { translatePostgresError } from './translate-error.ts';

/**
 * A new connection plans every search anew: its first one by keyword takes several times as long as the next. What a
 * burst opened is there for the next burst. Below the 350 s after which load balancers forget a connection.
 */
const IDLE_CONNECTION_MS = 300_000;

/** Opens a pool. Nothing connects before the first statement. */
export function connectPostgres(options: ConnectPostgres): Database {
  const sessions = createOwnSessions(options);
  const pool = new pg.Pool({
    ...connectionSettings(options, options.statementTimeoutMs),
    min: options.minPoolSize ?? 0,
    max: options.poolSize,
    idleTimeoutMillis: IDLE_CONNECTION_MS,
  });
  // An idle connection that breaks is replaced by the next statement; without a listener it would end the process.
  pool.on('error', () => undefined);
  // The pool listens to idle connections alone: one that breaks in use fails its statement, and would end the process too.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return {
    query: (text, params = [], signal) =>
      raceAbort(runStatement(pool, { text, values: [...params] }, signal), signal),
    runScript: async (text) => {
      await runStatement(pool, { text }, undefined);
    },
    runLongScript: (script) => sessions.runLongScript(script),
    underLock: (lock, work) => sessions.underLock(lock, work),
    async close() {
      await Promise.all([sessions.close(), pool.end()]);
    },
  };
}

async function runStatement<Row extends object>(
  pool: pg.Pool,
  query: pg.QueryConfig,
  signal: AbortSignal | undefined,
): Promise<Row[]> {
  const client = await connect(pool);
  try {
    signal?.throwIfAborted();
    const result = await client.query<Row>(query);
    client.release();
    return result.rows;
  } catch (error) {
    const fault = translatePostgresError(error);
    client.release(fault.isRetryable);
    throw fault;
  }
}

async function connect(pool: pg.Pool): Promise<pg.PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    // Also what it throws before there is a promise: it reads the files that the URL names.
    throw translatePostgresError(error);
  }
}

/** The caller stops waiting at once; the statement itself ends by its own timeout and gives its connection back. */
async function raceAbort<Value>(work: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return work;
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(abortFault(signal));
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function abortFault(signal: AbortSignal): Fault {
  if (signal.reason instanceof Fault) return signal.reason;
  return new Fault('canceled', 'The work was canceled while it waited for the document database.', {
    cause: signal.reason,
  });
}
