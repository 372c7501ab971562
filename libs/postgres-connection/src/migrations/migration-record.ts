import { Fault } from '@ragfleet/kernel';
import { createHash } from 'node:crypto';
import type { Database, Migration } from '../contract.ts';

/** What a database says of one migration that ran. */
export interface AppliedMigration {
  readonly number: number;
  readonly checksum: string;
  /** How many migrations a reader has to know since it ran; 0 for one that only added. */
  readonly minReader: number;
}

/**
 * For one statement of a migration and for the wait for another process that migrates: an index over tens of millions
 * of rows takes an hour. The pool's own limits are those of people who wait.
 */
export const MIGRATION_TIMEOUT_MS = 7_200_000;

/** One lock for all components: they may share what a migration creates, such as an extension. */
export const LOCK = `SELECT pg_advisory_xact_lock(hashtext('ragfleet-migrations'))`;

/** ALTER TABLE would wait for every reader at each start, so it is asked first whether the column is there. */
const CREATE_TABLE = `${LOCK};
CREATE TABLE IF NOT EXISTS ragfleet_migrations (
  component text NOT NULL,
  number integer NOT NULL,
  name text NOT NULL,
  checksum text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (component, number)
);
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'ragfleet_migrations'::regclass AND attname = 'min_reader') THEN
    ALTER TABLE ragfleet_migrations ADD COLUMN min_reader integer NOT NULL DEFAULT 0;
  END IF;
END $$`;

const PLAIN = /^[a-z0-9][a-z0-9 _-]{0,126}$/;

/** Makes the table of versions where there is none, and adds to an older one what it lacks. */
export const prepareRecord = (database: Database): Promise<void> =>
  database.runLongScript({ text: CREATE_TABLE, timeoutMs: MIGRATION_TIMEOUT_MS });

/**
 * Forgets what ran for a component whose table has been dropped since: where its last migration has run, and the table is
 * not there. Under the lock, and only then: one that is being made for the first time has not come to its last migration.
 */
export async function forgetDropped(
  database: Database,
  { component, table, last }: { readonly component: string; readonly table: string; readonly last: number },
): Promise<void> {
  requirePlain(table);
  const [row] = await database.query<{ isThere: boolean }>(
    'SELECT to_regclass($1) IS NOT NULL AS "isThere"',
    [table],
  );
  if (row?.isThere === true) return;
  const text = `${LOCK};
DELETE FROM ragfleet_migrations WHERE component = '${component}' AND to_regclass('${table}') IS NULL
  AND EXISTS (SELECT FROM ragfleet_migrations WHERE component = '${component}' AND number = ${last})`;
  await database.runLongScript({ text, timeoutMs: MIGRATION_TIMEOUT_MS });
}

export async function readApplied(
  database: Database,
  component: string,
): Promise<ReadonlyMap<number, AppliedMigration>> {
  const rows = await database.query<AppliedMigration>(
    'SELECT number, checksum, min_reader AS "minReader" FROM ragfleet_migrations WHERE component = $1',
    [component],
  );
  return new Map(rows.map((row) => [row.number, row]));
}

/** The statement that records a migration; a unique key makes the second of two racing processes fail with it. */
export const recordOf = (component: string, number: number, migration: Migration): string =>
  `INSERT INTO ragfleet_migrations (component, number, name, checksum, min_reader)
    VALUES ('${component}', ${number}, '${migration.name}', '${checksumOf(migration)}', ${migration.minReader ?? 0})`;

/** Faults `internal` when what ran is not what this code has, or declares that this code is too old. */
export function verifyApplied(
  applied: ReadonlyMap<number, AppliedMigration>,
  component: string,
  migrations: readonly Migration[],
): void {
  const known = migrations.length;
  const needed = Math.max(0, ...[...applied.values()].map(({ minReader }) => minReader));
  if (needed > known) {
    const at = Math.max(...applied.keys());
    throw new Fault(
      'internal',
      `The database has migration ${at} of ${component}, and needs code that knows migration ${needed}; this version knows ${known}. ` +
        'Deploy the newer version, or restore the backup from before the upgrade.',
    );
  }
  for (const [number, { checksum }] of applied) {
    const migration = migrations[number - 1];
    // Newer than this code, and it only added: this code goes on beside it.
    if (migration !== undefined && checksumOf(migration) !== checksum)
      throw new Fault(
        'internal',
        `Migration ${number} of ${component} was edited after it ran. Restore it and add a new one.`,
      );
  }
}

/** Faults `internal` for a list that could not be recorded, or that declares something that cannot be. */
export function requireSound(component: string, migrations: readonly Migration[]): void {
  for (const text of [component, ...migrations.map(({ name }) => name)]) requirePlain(text);
  for (const [position, { sql, online, minReader = 0, name }] of migrations.entries()) {
    if ((sql === undefined) === (online === undefined))
      throw new Fault('internal', `Give migration "${name}" either sql or online statements.`);
    if (!Number.isInteger(minReader) || minReader < 0 || minReader > position + 1)
      throw new Fault('internal', `The minReader of migration "${name}" is its own number at most.`);
  }
}

function checksumOf({ sql, online = [] }: Migration): string {
  return createHash('sha256')
    .update(sql ?? online.join(';\n'))
    .digest('hex');
}

/** Names go into the script as literals, because several statements cannot take parameters. */
function requirePlain(text: string): void {
  if (!PLAIN.test(text)) {
    throw new Fault(
      'internal',
      'Name components and migrations with lower-case letters, digits, spaces, dashes and underscores.',
    );
  }
}
