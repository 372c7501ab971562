import { accessFilter, type Database } from '@ragfleet/postgres-connection';
import type { CatalogueDocument, DocumentStore } from '../contract.ts';
import { storableMetadata } from '../ingestions/storable-text.ts';

type Catalogue = Pick<DocumentStore, 'getDocument' | 'listDocuments' | 'relabelDocument' | 'deleteDocument'>;

const COLUMNS = `document.tenant_id AS "tenantId", document.document_id AS "documentId", document.title, document.source,
  document.namespace, document.department, document.metadata, document.current_version::float8 AS version, document.passages,
  document.size_bytes AS "sizeBytes", floor(extract(epoch FROM document.created_at) * 1000)::float8 AS "createdAtMs",
  floor(extract(epoch FROM document.updated_at) * 1000)::float8 AS "updatedAtMs"`;

const MAX_PAGE = 1_000;

/** The published documents. One that waits for its first embedding is not there yet. */
export function createDocumentCatalogue(database: Database): Catalogue {
  return {
    async getDocument(access, documentId) {
      const filter = accessFilter({ access, namespaces: null }, 'document', 2);
      const [document] = await database.query<CatalogueDocument>(
        `SELECT ${COLUMNS} FROM documents AS document
        WHERE document.document_id = $1 AND document.current_version IS NOT NULL AND ${filter.sql}`,
        [documentId, ...filter.params],
      );
      return document ?? null;
    },
    async listDocuments(scope, { limit, startingAfter }) {
      const filter = accessFilter(scope, 'document', 3);
      const pageSize = Math.min(limit, MAX_PAGE);
      const documents = await database.query<CatalogueDocument>(
        `SELECT ${COLUMNS} FROM documents AS document
        WHERE ($1::text IS NULL OR document.document_id > $1) AND document.current_version IS NOT NULL AND ${filter.sql}
        ORDER BY document.document_id LIMIT $2`,
        [startingAfter, pageSize + 1, ...filter.params],
      );
      return { documents: documents.slice(0, pageSize), hasMore: documents.length > pageSize };
    },
    relabelDocument: (tenantId, documentId, patch) => relabel(database, tenantId, documentId, patch),
    async deleteDocument(tenantId, documentId) {
      const [row] = await database.query<{ deleted: boolean }>(DELETE, [tenantId, documentId]);
      return row?.deleted ?? false;
    },
  };
}

/** What was published may have been answered from: the change sequence owes a move. */
const DELETE = `
  WITH before AS (
    SELECT namespace FROM documents WHERE tenant_id = $1 AND document_id = $2 AND current_version IS NOT NULL
  ), done AS MATERIALIZED (
    SELECT delete_document($1, $2) AS deleted
  ), unannounced AS (
    INSERT INTO unannounced_changes (tenant_id, document_id, namespaces)
    SELECT $1, $2, ARRAY[before.namespace] FROM done, before WHERE done.deleted
  )
  SELECT deleted FROM done`;

/**
 * The versions that wait take the new labels too, and so will what files hold that wait to be read: a later publication
 * does not bring the old ones back. The vectors owe
 * them from then on, and the change sequence owes a move.
 */
async function relabel(
  database: Database,
  tenantId: string,
  documentId: string,
  patch: Parameters<DocumentStore['relabelDocument']>[2],
): Promise<CatalogueDocument | null> {
  const metadata = patch.metadata === undefined ? undefined : storableMetadata(patch.metadata);
  const assignments = (columns: string): string => `namespace = coalesce($3, ${columns}.namespace),
    department = CASE WHEN $4 THEN $5 ELSE ${columns}.department END, metadata = coalesce($6::jsonb, ${columns}.metadata)`;
  const [document] = await database.query<CatalogueDocument>(
    `WITH before AS (
      SELECT namespace FROM documents WHERE tenant_id = $1 AND document_id = $2
    ), relabeled AS (
      UPDATE documents AS document SET ${assignments('document')}, updated_at = now()
      WHERE document.tenant_id = $1 AND document.document_id = $2 AND document.current_version IS NOT NULL
      RETURNING document.*
    ), owed AS (
      INSERT INTO vector_upkeep (tenant_id, document_id, is_relabeled)
      SELECT tenant_id, document_id, true FROM relabeled WHERE $3::text IS NOT NULL OR $4
      ON CONFLICT (tenant_id, document_id) DO UPDATE SET is_relabeled = true RETURNING document_id
    ), unannounced AS (
      INSERT INTO unannounced_changes (tenant_id, document_id, namespaces)
      SELECT $1, $2, ARRAY(SELECT DISTINCT unnest(ARRAY[before.namespace, relabeled.namespace])) FROM relabeled, before
    ), remembered AS (
      INSERT INTO relabeled_fields (tenant_id, document_id, field, version, value)
      SELECT $1, $2, label.key, nextval('document_versions_version'), label.value
      FROM relabeled CROSS JOIN jsonb_each($7::jsonb) AS label
      WHERE EXISTS (SELECT FROM uploads WHERE tenant_id = $1 AND version IS NOT NULL)
      ON CONFLICT (tenant_id, document_id, field) DO UPDATE SET version = excluded.version, value = excluded.value
    ), versions AS (
      -- After what is owed, whose rows everybody locks before these.
      UPDATE document_versions AS version SET ${assignments('version')}
      FROM relabeled CROSS JOIN (SELECT count(*) FROM owed) AS first
      WHERE version.tenant_id = $1 AND version.document_id = $2 AND version.tenant_id = relabeled.tenant_id
    )
    SELECT ${COLUMNS} FROM relabeled AS document`,
    [
      tenantId,
      documentId,
      patch.namespace ?? null,
      patch.department !== undefined,
      patch.department ?? null,
      metadata === undefined ? null : JSON.stringify(metadata),
      JSON.stringify({ ...patch, ...(metadata !== undefined && { metadata }) }),
    ],
  );
  return document ?? null;
}
