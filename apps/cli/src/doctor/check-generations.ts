import { type GenerationState, readGenerations } from '@ragfleet/document-store';
import { connectPostgres } from '@ragfleet/postgres-connection';
import { type Finding, ill, well } from './contract.ts';

const TIMEOUT_MS = 3_000;
/** Twice as long as until a batch worker looks: nobody is missing before that. */
const FIRST_LOOK_MS = 120_000;

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

export function toFinding(generation: GenerationState): Finding {
  const check = `index of ${generation.generation}`;
  const { state, isFilled, isRefill, ageMs } = generation;
  const filled = `${generation.doneCount} of ${generation.totalCount} passages`;
  if (state === 'complete') return well(check, `complete, ${filled}: EMBEDDING_MODEL may be this one`);
  if (isFilled) return well(check, `building, ${filled}`);
  if (ageMs < FIRST_LOOK_MS)
    return well(
      check,
      `building, ${filled}; asked for ${Math.round(ageMs / 1_000)} s ago, and a batch worker looks once a minute`,
    );
  return ill(check, `building, ${filled}, and no process fills it`, isRefill ? FILL_AGAIN : FILL_OR_DROP);
}

const FILL_AGAIN = 'Run a batch worker whose EMBEDDING_MODEL this is: it looks once a minute.';
const FILL_OR_DROP =
  'Run a batch worker whose EMBEDDING_MODEL or NEXT_EMBEDDING_MODEL this is (it looks once a minute), or drop this generation: see docs/operations.md.';
