import { isFault } from '@ragfleet/kernel';
import type { Database, Migration } from '../contract.ts';
import {
  LOCK,
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
}

/**
 * Brings a component's schema up to its list. Safe to call from many processes at once: each migration is one
 * transaction under an advisory lock and begins by recording itself, so the loser of a race finds the row and moves on;
 * an online one runs under a lock of its own. A database that is ahead is left as it is, where what is newer only added.
 * Faults: `internal` when an applied migration was edited, or a newer one declared that this code is too old for it.
 */
export async function runMigrations(
  database: Database,
  { component, migrations }: RunMigrations,
): Promise<void> {
  requireSound(component, migrations);
  await prepareRecord(database);
  const applied = await readApplied(database, component);
  verifyApplied(applied, component, migrations);
  for (const [position, migration] of migrations.entries()) {
    const number = position + 1;
    if (applied.has(number)) continue;
    if (migration.online === undefined) await applyMigration(database, component, number, migration);
    else await runOnlineMigration(database, { component, number, migration });
  }
}

async function applyMigration(
  database: Database,
  component: string,
  number: number,
  migration: Migration,
): Promise<void> {
  try {
    await database.runScript([LOCK, recordOf(component, number, migration), migration.sql].join(';\n'));
  } catch (error) {
    // Another process was first. Its record is committed, so the schema is there.
    const isThere = isFault(error, 'conflict') && (await readApplied(database, component)).has(number);
    if (!isThere) throw error;
  }
}
