import type pg from 'pg';
import type { ConnectPostgres } from './contract.ts';

/** For a free connection of the pool and for a new one alike. */
const CONNECT_TIMEOUT_MS = 2_000;
const IDLE_TRANSACTION_MS = 2_000;
// The server's own timeout comes first; this one catches a server that no longer answers at all.
const READ_TIMEOUT_MARGIN_MS = 1_000;
/** A migration waits for hours where the server works: one that is gone without a word is noticed long before. */
const KEEP_ALIVE_AFTER_MS = 10_000;

/** What every connection of this process has in common: nothing on it waits without an end. */
export function connectionSettings(
  { url, name }: Pick<ConnectPostgres, 'url' | 'name'>,
  statementTimeoutMs: number,
): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: name,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: statementTimeoutMs,
    query_timeout: statementTimeoutMs + READ_TIMEOUT_MARGIN_MS,
    idle_in_transaction_session_timeout: IDLE_TRANSACTION_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
  };
}
