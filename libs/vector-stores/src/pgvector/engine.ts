import type { Database } from '@ragfleet/postgres-connection';

/** What the database behind a pool can do. */
export interface Engine {
  /** Since pgvector 0.8 a filtered graph search goes on until it has enough rows. */
  readonly isIterative: boolean;
  /** PGlite: one statement at a time, so that a long one keeps everybody waiting. */
  readonly isEmbedded: boolean;
}

const ITERATIVE_SINCE = { major: 0, minor: 8 };

export async function readEngine(database: Database): Promise<Engine> {
  const [row] = await database.query<{ extension: string; server: string }>(
    `SELECT extversion AS extension, version() AS server FROM pg_extension WHERE extname = 'vector'`,
  );
  const [major = 0, minor = 0] = (row?.extension ?? '').split('.').map(Number);
  return {
    isIterative:
      major > ITERATIVE_SINCE.major || (major === ITERATIVE_SINCE.major && minor >= ITERATIVE_SINCE.minor),
    isEmbedded: row?.server.includes('PGlite') === true,
  };
}
