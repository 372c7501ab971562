import type { Migration } from '@ragfleet/postgres-connection';

/**
 * Changes of several rows as functions: one statement for the caller, so that no transaction stays open over the
 * network, and a fresh look at the rows after each lock, so that concurrent changes of one document queue up.
 */
export const changes: Migration = {
  name: 'changes',
  sql: `
CREATE FUNCTION accept_ingestion(p_tenant text, p_ingestion text, p_principal text, p_callback text, p_documents jsonb)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  -- What ended 30 days ago goes, a few with each new one.
  DELETE FROM ingestions WHERE tenant_id = p_tenant AND ingestion_id IN (
    SELECT old.ingestion_id FROM ingestions AS old
    WHERE old.tenant_id = p_tenant AND old.finished_at < now() - interval '30 days' LIMIT 20);

  INSERT INTO ingestions (tenant_id, ingestion_id, principal_id, callback_url)
  VALUES (p_tenant, p_ingestion, p_principal, p_callback);

  -- Locks the documents, the new and the old, always in the same order.
  INSERT INTO documents (tenant_id, document_id)
  SELECT p_tenant, item.id FROM jsonb_to_recordset(p_documents) AS item (id text) ORDER BY item.id
  ON CONFLICT (tenant_id, document_id) DO UPDATE SET document_id = excluded.document_id;

  -- Unchanged: equal to what is current in every respect, and nothing newer waits.
  INSERT INTO ingestion_documents (tenant_id, ingestion_id, document_id, ordinal, version, status, passages)
  SELECT p_tenant, p_ingestion, item.id, item.ordinal,
    CASE WHEN same.is_current THEN NULL ELSE nextval('document_versions_version') END,
    CASE WHEN same.is_current THEN 'unchanged' ELSE 'pending' END,
    CASE WHEN same.is_current THEN current.passages ELSE 0 END
  FROM jsonb_to_recordset(p_documents) AS item
    (id text, ordinal integer, content_hash text, namespace text, department text, metadata jsonb)
  JOIN documents AS current ON current.tenant_id = p_tenant AND current.document_id = item.id
  CROSS JOIN LATERAL (SELECT current.current_version IS NOT NULL
    AND current.content_hash = item.content_hash AND current.namespace = item.namespace
    AND current.department IS NOT DISTINCT FROM item.department AND current.metadata = item.metadata
    AND NOT EXISTS (SELECT FROM document_versions AS waiting WHERE waiting.tenant_id = p_tenant
      AND waiting.document_id = item.id AND waiting.version > current.current_version) AS is_current) AS same
  ORDER BY item.ordinal;

  INSERT INTO document_versions
    (tenant_id, document_id, version, title, source, namespace, department, metadata, content, content_hash, size_bytes)
  SELECT p_tenant, item.id, pending.version, item.title, item.source, item.namespace, item.department, item.metadata,
    item.content, item.content_hash, item.size_bytes
  FROM jsonb_to_recordset(p_documents) AS item (id text, title text, source text, namespace text, department text,
    metadata jsonb, content text, content_hash text, size_bytes integer)
  JOIN ingestion_documents AS pending ON pending.tenant_id = p_tenant AND pending.ingestion_id = p_ingestion
    AND pending.document_id = item.id AND pending.status = 'pending';
END $$;

-- 'published'; 'superseded' when a newer version won or the document is gone; 'relabeled' when its labels are no
-- longer those under which it was embedded.
CREATE FUNCTION publish_version(
  p_tenant text, p_document text, p_version bigint, p_namespace text, p_department text, p_passages jsonb)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  stored documents%ROWTYPE;
  waiting document_versions%ROWTYPE;
BEGIN
  SELECT * INTO stored FROM documents WHERE tenant_id = p_tenant AND document_id = p_document FOR NO KEY UPDATE;
  SELECT * INTO waiting FROM document_versions
  WHERE tenant_id = p_tenant AND document_id = p_document AND version = p_version;
  -- Publication removes the versions before it, deletion all: what is not here any more was overtaken.
  IF waiting.version IS NULL THEN
    RETURN 'superseded';
  END IF;
  IF stored.current_version = p_version THEN
    RETURN 'published';
  END IF;
  IF waiting.namespace <> p_namespace OR waiting.department IS DISTINCT FROM p_department THEN
    RETURN 'relabeled';
  END IF;

  DELETE FROM postings WHERE document_key = stored.document_key;
  DELETE FROM passages WHERE document_key = stored.document_key;

  WITH item AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(p_passages)
      AS item (id text, ordinal integer, headings text[], text text, content_hash text, length integer, terms jsonb)
  ), inserted AS (
    INSERT INTO passages (tenant_id, passage_id, document_key, ordinal, headings, text, content_hash)
    SELECT p_tenant, item.id, stored.document_key, item.ordinal, item.headings, item.text, item.content_hash FROM item
    RETURNING passage_key, passage_id
  )
  INSERT INTO postings (tenant_id, term, passage_key, document_key, frequency, length)
  SELECT p_tenant, term.key, inserted.passage_key, stored.document_key, term.value::float8, item.length
  FROM inserted JOIN item ON item.id = inserted.passage_id CROSS JOIN LATERAL jsonb_each_text(item.terms) AS term;

  UPDATE documents SET
    current_version = p_version, title = waiting.title, source = waiting.source, namespace = waiting.namespace,
    department = waiting.department, metadata = waiting.metadata, content_hash = waiting.content_hash,
    size_bytes = waiting.size_bytes, updated_at = now(), passages = jsonb_array_length(p_passages),
    indexed_terms = (SELECT coalesce(sum(item.length), 0) FROM jsonb_to_recordset(p_passages) AS item (length bigint))
  WHERE document_key = stored.document_key;

  DELETE FROM document_versions WHERE tenant_id = p_tenant AND document_id = p_document AND version < p_version;
  UPDATE ingestion_documents SET status = 'unchanged'
  WHERE tenant_id = p_tenant AND document_id = p_document AND status = 'pending' AND version < p_version;
  RETURN 'published';
END $$;

CREATE FUNCTION delete_document(p_tenant text, p_document text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  deleted bigint;
BEGIN
  SELECT document_key INTO deleted FROM documents WHERE tenant_id = p_tenant AND document_id = p_document FOR UPDATE;
  IF deleted IS NULL THEN
    RETURN false;
  END IF;
  UPDATE ingestion_documents SET status = 'failed', error = 'The document was deleted before it was embedded.'
  WHERE tenant_id = p_tenant AND document_id = p_document AND status = 'pending';
  DELETE FROM documents WHERE document_key = deleted;
  RETURN true;
END $$;
`,
};
