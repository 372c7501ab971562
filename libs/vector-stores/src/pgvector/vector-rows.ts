import type { Database } from '@ragfleet/postgres-connection';
import type { Prepared } from '../prepare-once.ts';

/** Statements on the rows of a table that has been made. */
export interface VectorRows {
  query<Row extends object>(text: string, params: readonly unknown[], signal: AbortSignal): Promise<Row[]>;
}

/** A table that is made at the first statement that reaches its database, where it could not be made at start. */
export const onceReady = (database: Database, prepared: Prepared<unknown>): VectorRows => ({
  async query(text, params, signal) {
    await prepared(signal);
    return database.query(text, params, signal);
  },
});
