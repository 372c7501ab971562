import { connectPostgres, type Database } from '@ragfleet/postgres-connection';
import { checkGenerations } from './check-generations.ts';
import { checkSchema } from './check-schema.ts';
import { type Finding, ill, well } from './contract.ts';
import { isAtLeast } from './is-at-least.ts';

const TIMEOUT_MS = 3_000;
/** The first with iterative scans, without which a filtered search finds too little. */
const OLDEST_PGVECTOR = [0, 8] as const;

/** Whether the document store answers to its address, and what it runs. */
export async function checkStore(url: string, hint: string): Promise<Finding[]> {
  const pool = { poolSize: 1, statementTimeoutMs: TIMEOUT_MS, name: 'doctor' };
  const database = connectPostgres({ ...pool, url });
  try {
    const { server, vector } = await readVersions(database);
    return [
      well('document store', `PostgreSQL ${server}`),
      checkPgvector(vector),
      ...(await checkSchema(url)),
      ...(await checkGenerations(url)),
    ];
  } catch {
    return [ill('document store', 'does not answer, or does not let this address in', hint)];
  } finally {
    await database.close();
  }
}

async function readVersions(
  database: Database,
): Promise<{ readonly server: string; readonly vector: string | null }> {
  const [row] = await database.query<{ server: string; vector: string | null }>(
    `SELECT current_setting('server_version') AS server,
       (SELECT extversion FROM pg_extension WHERE extname = 'vector') AS vector`,
    [],
  );
  if (row === undefined) throw new Error('The document store gave no row.');
  return row;
}

/** A store whose vectors lie elsewhere has none, and needs none. */
export function checkPgvector(version: string | null): Finding {
  if (version === null)
    return well('pgvector', 'not installed in this database; needed where VECTOR_STORE is pgvector');
  const fix = `Install pgvector ${OLDEST_PGVECTOR.join('.')} or newer, then: ALTER EXTENSION vector UPDATE`;
  return isAtLeast(version, OLDEST_PGVECTOR) ? well('pgvector', version) : ill('pgvector', version, fix);
}
