import { isFault } from '@ragfleet/kernel';
import type { Database, Migration } from '../contract.ts';
import {
  forgetDropped,
  LOCK,
  MIGRATION_TIMEOUT_MS,
  prepareRecord,
  readApplied,
  recordOf,
  requireSound,
  verifyApplied,
} from './migration-record.ts';
import { runOnlineMigration } from './run-online-migration.ts';

export interface RunMigrations {
  /** Whose schema this is: lower-case letters, digits and dashes. Each component counts its own numbers. */
  readonly component: string;
  readonly migrations: readonly Migration[];
  /** All that the component makes is this table: where somebody has dropped it, everything runs again. */
  readonly ownTable?: string;
  /** How long a statement waits for a table that others use. Five seconds unless given. */
  readonly tableWaitMs?: number;
}

/** Everybody who asks for a table waits behind a migration that waits for it. Its process starts again after that. */
const TABLE_WAIT_MS = 5_000;

/**
 * Brings a component's schema up to its list. Safe to call from many processes at once: each migration is one
 * transaction under an advisory lock, outside of the pool and its limits. It begins by recording itself, so the loser of
 * a race finds the row and moves on; an online one runs under a lock of its own. A database that is ahead is left as it
 * is, where what is newer only added. Faults: `timeout` where others keep a table; `internal` when an applied migration
 * was edited, or a newer one declared that this code is too old for it.
 */
export async function runMigrations(
  database: Database,
  { component, migrations, ownTable, tableWaitMs = TABLE_WAIT_MS }: RunMigrations,
): Promise<void> {
  requireSound(component, migrations);
  await prepareRecord(database);
  if (ownTable !== undefined)
    await forgetDropped(database, { component, table: ownTable, last: migrations.length });
  const applied = await readApplied(database, component);
  verifyApplied(applied, component, migrations);
  for (const [position, migration] of migrations.entries()) {
    const number = position + 1;
    if (applied.has(number)) continue;
    if (migration.online === undefined)
      await applyMigration(database, { component, number, migration, tableWaitMs });
    else await runOnlineMigration(database, { component, number, migration });
  }
}

interface ApplyMigration {
  readonly component: string;
  readonly number: number;
  readonly migration: Migration;
  readonly tableWaitMs: number;
}

async function applyMigration(
  database: Database,
  { component, number, migration, tableWaitMs }: ApplyMigration,
): Promise<void> {
  // The limit comes after the lock, which is another process's for as long as that one migrates.
  const limit = `SET LOCAL lock_timeout = ${tableWaitMs}`;
  const text = [LOCK, limit, recordOf(component, number, migration), migration.sql].join(';\n');
  try {
    await database.runLongScript({ text, timeoutMs: MIGRATION_TIMEOUT_MS });
  } catch (error) {
    // Another process was first. Its record is committed, so the schema is there.
    const isThere = isFault(error, 'conflict') && (await readApplied(database, component)).has(number);
    if (!isThere) throw error;
  }
}
