import type { Database } from '@ragfleet/postgres-connection';
import type { DocumentStore } from '../contract.ts';

/** Marks what it returns as checked, so that each claim sees the next ones, and two at once never the same. */
export function createClaimUnfinished(database: Database): DocumentStore['claimUnfinishedIngestions'] {
  return ({ olderThanMs, limit }) =>
    database.query(
      `UPDATE ingestions AS ingestion SET checked_at = now()
      FROM (SELECT tenant_id, ingestion_id FROM ingestions
        WHERE status IN ('queued', 'running') AND checked_at < now() - $1::float8 * interval '1 millisecond'
        ORDER BY checked_at LIMIT $2 FOR UPDATE SKIP LOCKED) AS due
      WHERE ingestion.tenant_id = due.tenant_id AND ingestion.ingestion_id = due.ingestion_id
      RETURNING ingestion.tenant_id AS "tenantId", ingestion.ingestion_id AS "ingestionId"`,
      [olderThanMs, limit],
    );
}
