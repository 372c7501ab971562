import type { Database } from '@ragfleet/postgres-connection';
import type { VectorUpkeepStore, VectorUpkeepTask } from '@ragfleet/rag-core';

interface UpkeepRow {
  readonly tenantId: string;
  readonly documentId: string;
  readonly isDeleted: boolean;
  readonly leftover: readonly string[];
  readonly isRelabeled: boolean;
  readonly namespace: string | null;
  readonly department: string | null;
}

/** What the vector indexes owe, claimed and settled one statement at a time. */
export function createVectorUpkeepStore(database: Database): VectorUpkeepStore {
  return {
    async claimUpkeep({ holder, aliveMs, limit, document }) {
      const rows = await database.query<UpkeepRow>(
        `SELECT tenant_id AS "tenantId", document_id AS "documentId", is_deleted AS "isDeleted", leftover,
          is_relabeled AS "isRelabeled", namespace, department
        FROM claim_upkeep($1, $2, $3, $4, $5)`,
        [holder, aliveMs, limit, document?.tenantId ?? null, document?.documentId ?? null],
      );
      return rows.map(toTask);
    },
    async settleUpkeep(holder, done) {
      const items = done.map(({ tenantId, documentId, leftoverPassageIds, labels }) => ({
        tenant_id: tenantId,
        document_id: documentId,
        leftover: leftoverPassageIds,
        has_labels: labels !== null,
        namespace: labels?.namespace ?? null,
        department: labels?.department ?? null,
      }));
      await database.query('SELECT settle_upkeep($1, $2::jsonb)', [holder, JSON.stringify(items)]);
    },
    async releaseUpkeep(holder) {
      await database.query('SELECT end_run($1)', [holder]);
    },
  };
}

const toTask = (row: UpkeepRow): VectorUpkeepTask => ({
  tenantId: row.tenantId,
  documentId: row.documentId,
  isDeleted: row.isDeleted,
  leftoverPassageIds: row.leftover,
  labels:
    row.isRelabeled && row.namespace !== null
      ? { namespace: row.namespace, department: row.department }
      : null,
});
