import type { Database } from '@ragfleet/postgres-connection';

const ITERATIVE_SINCE = { major: 0, minor: 8 };

/** Since pgvector 0.8 a filtered graph search goes on until it has enough rows. */
export async function isIterative(database: Pick<Database, 'query'>): Promise<boolean> {
  const [row] = await database.query<{ version: string }>(
    `SELECT extversion AS version FROM pg_extension WHERE extname = 'vector'`,
  );
  const [major = 0, minor = 0] = (row?.version ?? '').split('.').map(Number);
  return major > ITERATIVE_SINCE.major || (major === ITERATIVE_SINCE.major && minor >= ITERATIVE_SINCE.minor);
}
