import { readDocumentSchema } from '@ragfleet/document-store';
import { connectPostgres, type SchemaState } from '@ragfleet/postgres-connection';
import { type Finding, ill, well } from './contract.ts';

const TIMEOUT_MS = 3_000;
const CHECK = 'document schema';

/** Whether this version and the database fit. Nothing where the store does not answer, which is another check. */
export async function checkSchema(databaseUrl: string): Promise<Finding[]> {
  const pool = { poolSize: 1, statementTimeoutMs: TIMEOUT_MS, name: 'doctor' };
  const database = connectPostgres({ ...pool, url: databaseUrl });
  try {
    return [schemaFinding(await readDocumentSchema(database))];
  } catch {
    return [];
  } finally {
    await database.close();
  }
}

export function schemaFinding({ applied, known, standing }: SchemaState): Finding {
  const findings: Readonly<Record<SchemaState['standing'], Finding>> = {
    current: well(CHECK, `version ${applied}, as this release has it`),
    ahead: well(
      CHECK,
      `version ${applied}, ahead of the ${known} of this release, which works beside it: the newer one only added`,
    ),
    behind: ill(
      CHECK,
      `version ${applied}, behind the ${known} of this release`,
      'Start one process of this release, such as the ingress: it migrates before it is ready. See Upgrades in docs/operations.md.',
    ),
    refused: ill(
      CHECK,
      `version ${applied}, which this release with its ${known} must not use`,
      'Deploy the newer release, or restore the backup from before the upgrade. See Upgrades in docs/operations.md.',
    ),
    empty: ill(
      CHECK,
      'none: no release has used this database',
      'Correct DATABASE_URL, or start the fleet: its first process makes the schema.',
    ),
  };
  return findings[standing];
}
