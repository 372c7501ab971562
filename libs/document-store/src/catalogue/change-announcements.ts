import type { Database } from '@ragfleet/postgres-connection';
import type { ChangeAnnouncements, UnannouncedChange } from '@ragfleet/rag-core';

const CONCURRENCY = 100;

/** Rows that a deletion and a relabeling write in their own statement. */
export function createChangeAnnouncements(database: Database): ChangeAnnouncements {
  return {
    unannouncedChanges: (document) =>
      database.query<UnannouncedChange>(
        `SELECT change_id::text AS "changeId", tenant_id AS "tenantId", document_id AS "documentId", namespaces
        FROM unannounced_changes AS change WHERE $1::text IS NULL OR (change.tenant_id = $1 AND change.document_id = $2)
        ORDER BY change.change_id LIMIT $3`,
        [document?.tenantId ?? null, document?.documentId ?? null, CONCURRENCY],
      ),
    async changeAnnounced(changeId) {
      await database.query('DELETE FROM unannounced_changes WHERE change_id = $1::text::bigint', [changeId]);
    },
  };
}
