import type { Migration } from '@ragfleet/postgres-connection';

/** A file that was accepted before its document was relabeled does not bring the old labels back, however late it is read. */
export const labelsBeforeFiles: Migration = {
  name: 'labels-before-files',
  sql: `
-- Which labels documents were given while a file waited that may hold them: the fields that were given, and no others.
-- It goes with the last upload that is older.
CREATE TABLE relabeled_documents (
  tenant_id text NOT NULL,
  document_id text NOT NULL,
  version bigint NOT NULL,
  labels jsonb NOT NULL,
  PRIMARY KEY (tenant_id, document_id)
);

-- The documents of an ingestion, each pending with its new version, or unchanged; of a file also overtaken since it was
-- accepted, which is unchanged too, or deleted.
CREATE OR REPLACE FUNCTION add_documents(p_tenant text, p_ingestion text, p_documents jsonb)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  -- null for documents that are added as they are accepted: each draws its own version.
  accepted bigint := (SELECT version FROM uploads WHERE tenant_id = p_tenant AND ingestion_id = p_ingestion);
  deleted text[];
BEGIN
  -- Locks the documents, the new and the old, always in the same order.
  INSERT INTO documents (tenant_id, document_id)
  SELECT p_tenant, item.id FROM jsonb_to_recordset(p_documents) AS item (id text) ORDER BY item.id
  ON CONFLICT (tenant_id, document_id) DO UPDATE SET document_id = excluded.document_id;

  -- Looked for behind the locks, as what was deleted is: labels that were given after the file was accepted stand.
  IF EXISTS (SELECT FROM relabeled_documents AS given WHERE given.tenant_id = p_tenant AND given.version > accepted) THEN
    SELECT jsonb_agg(item.document || coalesce(given.labels, '{}') ORDER BY item.nth) INTO p_documents
    FROM jsonb_array_elements(p_documents) WITH ORDINALITY AS item (document, nth)
    LEFT JOIN relabeled_documents AS given ON given.tenant_id = p_tenant
      AND given.document_id = item.document ->> 'id' AND given.version > accepted;
  END IF;

  -- Looked for behind the locks: a deletion that was faster is visible then.
  deleted := ARRAY(SELECT gone.document_id FROM deleted_documents AS gone
    WHERE gone.tenant_id = p_tenant AND gone.version > accepted AND gone.document_id IN (
      SELECT item.id FROM jsonb_to_recordset(p_documents) AS item (id text)));

  -- Unchanged: equal to what is current in every respect, and nothing newer waits; or older than what is current.
  WITH added AS (
    INSERT INTO ingestion_documents (tenant_id, ingestion_id, document_id, ordinal, version, status, passages, error)
    SELECT p_tenant, p_ingestion, item.id, item.ordinal,
      CASE WHEN outcome.status = 'pending' THEN coalesce(accepted, nextval('document_versions_version')) END,
      outcome.status,
      CASE WHEN outcome.status = 'unchanged' THEN current.passages ELSE 0 END,
      CASE WHEN outcome.status = 'failed' THEN 'The document was deleted before it was embedded.' END
    FROM jsonb_to_recordset(p_documents) AS item
      (id text, ordinal integer, content_hash text, namespace text, department text, metadata jsonb)
    JOIN documents AS current ON current.tenant_id = p_tenant AND current.document_id = item.id
    CROSS JOIN LATERAL (SELECT current.current_version IS NOT NULL
      AND current.content_hash = item.content_hash AND current.namespace = item.namespace
      AND current.department IS NOT DISTINCT FROM item.department AND current.metadata = item.metadata
      AND NOT EXISTS (SELECT FROM document_versions AS waiting WHERE waiting.tenant_id = p_tenant
        AND waiting.document_id = item.id AND waiting.version > current.current_version) AS is_current) AS same
    CROSS JOIN LATERAL (SELECT CASE WHEN item.id = ANY (deleted) THEN 'failed'
      WHEN same.is_current OR current.current_version > accepted THEN 'unchanged' ELSE 'pending' END AS status) AS outcome
    ORDER BY item.ordinal
    RETURNING ordinal, version, status)
  INSERT INTO document_versions
    (tenant_id, document_id, version, title, source, namespace, department, metadata, content, content_hash, size_bytes)
  SELECT p_tenant, item.id, pending.version, item.title, item.source, item.namespace, item.department, item.metadata,
    item.content, item.content_hash, item.size_bytes
  FROM jsonb_to_recordset(p_documents) AS item (id text, ordinal integer, title text, source text, namespace text,
    department text, metadata jsonb, content text, content_hash text, size_bytes integer)
  JOIN added AS pending ON pending.ordinal = item.ordinal AND pending.status = 'pending';

  -- Their places were taken for the locks alone, unless they have another life.
  DELETE FROM documents AS place WHERE place.tenant_id = p_tenant AND place.document_id = ANY (deleted)
    AND place.current_version IS NULL AND NOT EXISTS (SELECT FROM document_versions AS waiting
      WHERE waiting.tenant_id = p_tenant AND waiting.document_id = place.document_id);
END $$;
`,
};
