import type { Migration } from '@ragfleet/postgres-connection';

/** A file counts from when it was accepted, however late it is read: what was accepted or deleted after it stands. */
export const lateFiles: Migration = {
  name: 'late-files',
  sql: `
-- Drawn when the upload is accepted, and the version of every document in its files. null until then, and of what an
-- earlier release accepted: its documents draw theirs when they are read.
ALTER TABLE uploads ADD COLUMN version bigint;

-- What was deleted while a file waited that may hold it. It goes with the last upload that is older.
CREATE TABLE deleted_documents (
  tenant_id text NOT NULL,
  document_id text NOT NULL,
  version bigint NOT NULL,
  PRIMARY KEY (tenant_id, document_id)
);

-- An upload whose files are all there becomes an ingestion. False when upkeep took it for abandoned.
CREATE OR REPLACE FUNCTION accept_upload(
  p_tenant text, p_ingestion text, p_principal text, p_callback text, p_embedding text,
  p_namespace text, p_department text, p_metadata jsonb, p_files jsonb)
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  UPDATE uploads SET namespace = p_namespace, department = p_department, metadata = p_metadata,
    version = nextval('document_versions_version')
  WHERE tenant_id = p_tenant AND ingestion_id = p_ingestion;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  PERFORM accept_ingestion(p_tenant, p_ingestion, p_principal, p_callback, '[]'::jsonb, p_embedding);

  INSERT INTO ingestion_documents (tenant_id, ingestion_id, document_id, ordinal, is_stand_in)
  SELECT p_tenant, p_ingestion, item.id, item.document_ordinal, true
  FROM jsonb_to_recordset(p_files) AS item (id text, document_ordinal integer);

  INSERT INTO upload_files (tenant_id, ingestion_id, ordinal, document_ordinal, name, media_type)
  SELECT p_tenant, p_ingestion, item.ordinal, item.document_ordinal, item.name, item.media_type
  FROM jsonb_to_recordset(p_files) AS item (ordinal integer, document_ordinal integer, name text, media_type text);
  RETURN true;
END $$;

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

CREATE OR REPLACE FUNCTION delete_document(p_tenant text, p_document text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  deleted bigint;
BEGIN
  SELECT document_key INTO deleted FROM documents WHERE tenant_id = p_tenant AND document_id = p_document FOR UPDATE;
  IF deleted IS NULL THEN
    RETURN false;
  END IF;
  INSERT INTO vector_upkeep AS owed (tenant_id, document_id, leftover)
  VALUES (p_tenant, p_document, current_passages(p_tenant, p_document))
  ON CONFLICT (tenant_id, document_id) DO UPDATE SET written = '{}', is_relabeled = false,
    leftover = without(owed.leftover || owed.written || excluded.leftover, '{}');
  UPDATE ingestion_documents SET status = 'failed', error = 'The document was deleted before it was embedded.'
  WHERE tenant_id = p_tenant AND document_id = p_document AND status = 'pending' AND version IS NOT NULL;
  INSERT INTO deleted_documents (tenant_id, document_id, version)
  SELECT p_tenant, p_document, nextval('document_versions_version')
  WHERE EXISTS (SELECT FROM uploads WHERE tenant_id = p_tenant AND version IS NOT NULL)
  ON CONFLICT (tenant_id, document_id) DO UPDATE SET version = excluded.version;
  DELETE FROM documents WHERE document_key = deleted;
  RETURN true;
END $$;
`,
};
