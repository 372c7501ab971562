import { type GenerationState, readGenerations } from '@ragfleet/document-store';
import { connectPostgres } from '@ragfleet/postgres-connection';
import { type Finding, ill, well } from './contract.ts';

const TIMEOUT_MS = 3_000;

/** How far the filling of each index is; nothing where none was begun. */
export async function checkGenerations(databaseUrl: string): Promise<Finding[]> {
  const pool = { poolSize: 1, statementTimeoutMs: TIMEOUT_MS, name: 'doctor' };
  const database = connectPostgres({ ...pool, url: databaseUrl });
  try {
    return (await readGenerations(database)).map(toFinding);
  } catch {
    // Whether the store answers at all is another check.
    return [];
  } finally {
    await database.close();
  }
}

export function toFinding({ generation, state, isFilled, doneCount, totalCount }: GenerationState): Finding {
  const check = `index of ${generation}`;
  const filled = `${doneCount} of ${totalCount} passages`;
  if (state === 'complete') return well(check, `complete, ${filled}: EMBEDDING_MODEL may be this one`);
  if (isFilled) return well(check, `building, ${filled}`);
  return ill(
    check,
    `building, ${filled}, and no process fills it`,
    'Run a batch worker whose EMBEDDING_MODEL or NEXT_EMBEDDING_MODEL this is (it looks once a minute), or drop this generation: see docs/operations.md.',
  );
}
