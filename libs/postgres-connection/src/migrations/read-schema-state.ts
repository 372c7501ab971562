import type { Database, Migration } from '../contract.ts';

/** How a database stands to the code that asks. */
export interface SchemaState {
  /** The newest migration in the database; 0 where none ran. */
  readonly applied: number;
  /** The newest one that this code has. */
  readonly known: number;
  /**
   * `behind`: the next process of this version migrates it. `ahead`: a newer version has added to it, and this one works
   * beside that. `refused`: a newer version has changed it so that this one must not use it.
   */
  readonly standing: 'empty' | 'behind' | 'current' | 'ahead' | 'refused';
}

/** Looks, and changes nothing: also where there is no table of versions, or one of an earlier release. */
export async function readSchemaState(
  database: Database,
  { component, migrations }: { readonly component: string; readonly migrations: readonly Migration[] },
): Promise<SchemaState> {
  const known = migrations.length;
  const [table] = await database.query<{ isThere: boolean }>(
    `SELECT to_regclass('ragfleet_migrations') IS NOT NULL AS "isThere"`,
  );
  if (table?.isThere !== true) return { applied: 0, known, standing: 'empty' };
  // The row as JSON: a table of an earlier release has no such column, and declared nothing.
  const [row] = await database.query<{ applied: number; needed: number }>(
    `SELECT coalesce(max(number), 0) AS applied, coalesce(max((to_jsonb(m) ->> 'min_reader')::integer), 0) AS needed
    FROM ragfleet_migrations AS m WHERE component = $1`,
    [component],
  );
  const { applied = 0, needed = 0 } = row ?? {};
  return { applied, known, standing: standingOf({ applied, needed, known }) };
}

function standingOf(at: {
  readonly applied: number;
  readonly needed: number;
  readonly known: number;
}): SchemaState['standing'] {
  if (at.applied === 0) return 'empty';
  if (at.needed > at.known) return 'refused';
  if (at.applied > at.known) return 'ahead';
  return at.applied < at.known ? 'behind' : 'current';
}
