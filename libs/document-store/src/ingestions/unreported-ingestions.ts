import type { Database } from '@ragfleet/postgres-connection';
import type { DocumentStore } from '../contract.ts';

/** A webhook is known for days after it was delivered: within one, telling it again changes nothing for its receiver. */
const WITHIN_MS = 86_400_000;

/** Ends that nobody was told of yet, and the note that somebody was. */
export function createUnreportedIngestions(
  database: Database,
): Pick<DocumentStore, 'claimUnreportedIngestions' | 'noteReported'> {
  return {
    claimUnreportedIngestions: ({ olderThanMs, limit }) =>
      database.query(
        `UPDATE ingestions AS ingestion SET checked_at = now()
        FROM (SELECT tenant_id, ingestion_id FROM ingestions
          WHERE reported_at IS NULL AND finished_at < now() - $1::float8 * interval '1 millisecond'
            AND finished_at > now() - $2::float8 * interval '1 millisecond'
            AND checked_at < now() - $1::float8 * interval '1 millisecond'
          ORDER BY finished_at LIMIT $3 FOR UPDATE SKIP LOCKED) AS due
        WHERE ingestion.tenant_id = due.tenant_id AND ingestion.ingestion_id = due.ingestion_id
        RETURNING ingestion.tenant_id AS "tenantId", ingestion.ingestion_id AS "ingestionId"`,
        [olderThanMs, WITHIN_MS, limit],
      ),
    async noteReported({ tenantId, ingestionId }) {
      await database.query(
        `UPDATE ingestions SET reported_at = now()
        WHERE tenant_id = $1 AND ingestion_id = $2 AND finished_at IS NOT NULL AND reported_at IS NULL`,
        [tenantId, ingestionId],
      );
    },
  };
}
