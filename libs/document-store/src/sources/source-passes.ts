import { Fault } from '@ragfleet/kernel';
import type { Database } from '@ragfleet/postgres-connection';
import type { PassReport, SourceCatalogue, SourcePass } from '@ragfleet/rag-core';
import { storableText } from '../ingestions/storable-text.ts';

const PASSES_KEPT = 20;

type Passes = Pick<SourceCatalogue, 'beginPass' | 'renewPass' | 'endPass'>;

/** Who passes over a source: one at a time, each with a number of its own. */
export function createSourcePasses(database: Database): Passes {
  return {
    beginPass: async ({ tenantId, source }, holder, leaseMs) => {
      const [row] = await database.query<{ pass: number }>(
        `INSERT INTO document_sources AS held (tenant_id, source, pass, holder, lease_until)
        VALUES ($1, $2, 1, $3, now() + $4::float8 * interval '1 millisecond')
        ON CONFLICT (tenant_id, source) DO UPDATE SET pass = held.pass + 1, holder = excluded.holder,
          lease_until = excluded.lease_until, started_at = now()
        WHERE held.holder IS NULL OR held.holder = excluded.holder OR held.lease_until <= now()
        RETURNING pass::float8 AS pass`,
        [tenantId, source, holder, leaseMs],
      );
      return row === undefined ? null : { tenantId, source, pass: row.pass };
    },
    renewPass: async ({ tenantId, source, pass }, leaseMs) => {
      const rows = await database.query<{ pass: number }>(
        `UPDATE document_sources SET lease_until = now() + $4::float8 * interval '1 millisecond'
        WHERE tenant_id = $1 AND source = $2 AND pass = $3 AND holder IS NOT NULL RETURNING pass::float8 AS pass`,
        [tenantId, source, pass, leaseMs],
      );
      if (rows.length === 0) throw new Fault('conflict', 'Another pass over this source has taken over.');
    },
    endPass: async (pass, report) => {
      if (report !== null) await keepReport(database, pass, report);
      await database.query(
        `UPDATE document_sources SET holder = NULL, lease_until = NULL
        WHERE tenant_id = $1 AND source = $2 AND pass = $3`,
        [pass.tenantId, pass.source, pass.pass],
      );
    },
  };
}

async function keepReport(
  database: Database,
  { tenantId, source, pass }: SourcePass,
  { outcome, reason, counts, errors }: PassReport,
): Promise<void> {
  const storable = errors.map(({ key, message }) => ({
    key: storableText(key),
    message: storableText(message),
  }));
  await database.query(
    `WITH trimmed AS (
      DELETE FROM source_passes WHERE tenant_id = $1 AND source = $2 AND pass <= $3::bigint - $8::bigint
    )
    INSERT INTO source_passes (tenant_id, source, pass, started_at, outcome, reason, counts, errors)
    SELECT tenant_id, source, pass, started_at, $4, $5, $6::jsonb, $7::jsonb FROM document_sources
    WHERE tenant_id = $1 AND source = $2 AND pass = $3`,
    [
      tenantId,
      source,
      pass,
      outcome,
      reason === null ? null : storableText(reason),
      JSON.stringify(counts),
      JSON.stringify(storable),
      PASSES_KEPT,
    ],
  );
}
