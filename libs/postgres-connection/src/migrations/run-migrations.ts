import { Fault, isFault } from '@ragfleet/kernel';
import { createHash } from 'node:crypto';
import type { Database, Migration } from '../contract.ts';

interface AppliedMigration {
  readonly number: number;
  readonly checksum: string;
}

export interface RunMigrations {
  /** Whose schema this is: lower-case letters, digits and dashes. Each component counts its own numbers. */
  readonly component: string;
  readonly migrations: readonly Migration[];
}

const PLAIN = /^[a-z0-9][a-z0-9 _-]{0,126}$/;

const checksumOf = (migration: Migration): string => createHash('sha256').update(migration.sql).digest('hex');

/** One lock for all components: they may share what a migration creates, such as an extension. */
const LOCK = `SELECT pg_advisory_xact_lock(hashtext('ragfleet-migrations'))`;

const CREATE_TABLE = `${LOCK};
CREATE TABLE IF NOT EXISTS ragfleet_migrations (
  component text NOT NULL,
  number integer NOT NULL,
  name text NOT NULL,
  checksum text NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (component, number)
)`;

/**
 * Brings a component's schema up to its list. Safe to call from many processes at once: each migration is one
 * transaction under an advisory lock and begins by recording itself, so the loser of a race finds the row and moves on.
 * Faults: `internal` when an applied migration was edited or the database is newer than this code.
 */
export async function runMigrations(
  database: Database,
  { component, migrations }: RunMigrations,
): Promise<void> {
  for (const text of [component, ...migrations.map(({ name }) => name)]) requirePlain(text);
  await database.runScript(CREATE_TABLE);
  const applied = await readApplied(database, component);
  verifyApplied(applied, component, migrations);
  for (const [position, migration] of migrations.entries()) {
    const number = position + 1;
    if (!applied.has(number)) await applyMigration(database, component, number, migration);
  }
}

async function readApplied(database: Database, component: string): Promise<ReadonlyMap<number, string>> {
  const rows = await database.query<AppliedMigration>(
    'SELECT number, checksum FROM ragfleet_migrations WHERE component = $1',
    [component],
  );
  return new Map(rows.map(({ number, checksum }) => [number, checksum]));
}

function verifyApplied(
  applied: ReadonlyMap<number, string>,
  component: string,
  migrations: readonly Migration[],
): void {
  for (const [number, checksum] of applied) {
    const migration = migrations[number - 1];
    if (migration === undefined) {
      throw new Fault(
        'internal',
        `The database has migration ${number} of ${component}, which this version does not know. Deploy the newer version.`,
      );
    }
    if (checksumOf(migration) !== checksum) {
      throw new Fault(
        'internal',
        `Migration ${number} of ${component} was edited after it ran. Restore it and add a new one.`,
      );
    }
  }
}

async function applyMigration(
  database: Database,
  component: string,
  number: number,
  migration: Migration,
): Promise<void> {
  const record = `INSERT INTO ragfleet_migrations (component, number, name, checksum)
    VALUES ('${component}', ${number}, '${migration.name}', '${checksumOf(migration)}')`;
  try {
    await database.runScript([LOCK, record, migration.sql].join(';\n'));
  } catch (error) {
    // Another process was first. Its record is committed, so the schema is there.
    const applied = isFault(error, 'conflict')
      ? await readApplied(database, component)
      : new Map<number, string>();
    if (!applied.has(number)) throw error;
  }
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
