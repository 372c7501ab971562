import type { Migration } from '@ragfleet/postgres-connection';

/** Uploaded files, from their first byte until the documents in them are known. */
export const uploads: Migration = {
  name: 'uploads',
  sql: `
ALTER TABLE ingestions ADD COLUMN embedding text NOT NULL DEFAULT 'realtime' CHECK (embedding IN ('realtime', 'batch'));

-- A stand-in owns no document: a file that waits to be read, what could not be read, an id that the ingestion has already.
ALTER TABLE ingestion_documents ADD COLUMN is_stand_in boolean NOT NULL DEFAULT false;
ALTER TABLE ingestion_documents DROP CONSTRAINT ingestion_documents_pkey;
ALTER TABLE ingestion_documents ADD PRIMARY KEY (tenant_id, ingestion_id, ordinal);
CREATE UNIQUE INDEX ingestion_documents_id ON ingestion_documents (tenant_id, ingestion_id, document_id) WHERE NOT is_stand_in;

-- One row per request, under the id of the ingestion that it becomes. No ingestion of that id, and old: abandoned.
CREATE TABLE uploads (
  tenant_id text NOT NULL,
  ingestion_id text NOT NULL,
  started_at timestamptz NOT NULL DEFAULT now(),
  size_bytes bigint NOT NULL DEFAULT 0,
  namespace text,
  department text,
  metadata jsonb,
  PRIMARY KEY (tenant_id, ingestion_id)
);
CREATE INDEX uploads_started ON uploads (started_at);

CREATE TABLE upload_files (
  tenant_id text NOT NULL,
  ingestion_id text NOT NULL,
  ordinal integer NOT NULL,
  document_ordinal integer NOT NULL,
  name text NOT NULL,
  media_type text,
  PRIMARY KEY (tenant_id, ingestion_id, ordinal),
  FOREIGN KEY (tenant_id, ingestion_id) REFERENCES uploads ON DELETE CASCADE
);

CREATE TABLE upload_pieces (
  tenant_id text NOT NULL,
  ingestion_id text NOT NULL,
  file_ordinal integer NOT NULL,
  piece integer NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (tenant_id, ingestion_id, file_ordinal, piece),
  FOREIGN KEY (tenant_id, ingestion_id) REFERENCES uploads ON DELETE CASCADE
);
-- Most files are compressed already, and none stays for long.
ALTER TABLE upload_pieces ALTER COLUMN bytes SET STORAGE EXTERNAL;

-- Every document of every ingestion comes in by add_documents.
DROP FUNCTION accept_ingestion;
CREATE FUNCTION accept_ingestion(
  p_tenant text, p_ingestion text, p_principal text, p_callback text, p_documents jsonb, p_embedding text)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  -- What ended 30 days ago goes, a few with each new one.
  DELETE FROM ingestions WHERE tenant_id = p_tenant AND ingestion_id IN (
    SELECT old.ingestion_id FROM ingestions AS old
    WHERE old.tenant_id = p_tenant AND old.finished_at < now() - interval '30 days' LIMIT 20);
  INSERT INTO ingestions (tenant_id, ingestion_id, principal_id, callback_url, embedding)
  VALUES (p_tenant, p_ingestion, p_principal, p_callback, p_embedding);
  PERFORM add_documents(p_tenant, p_ingestion, p_documents);
END $$;

-- An upload whose files are all there becomes an ingestion. False when upkeep took it for abandoned.
CREATE FUNCTION accept_upload(
  p_tenant text, p_ingestion text, p_principal text, p_callback text, p_embedding text,
  p_namespace text, p_department text, p_metadata jsonb, p_files jsonb)
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  UPDATE uploads SET namespace = p_namespace, department = p_department, metadata = p_metadata
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

-- Documents of a file that was read, a portion at a time. Again changes nothing: what has its ordinal is there already.
-- The file's stand-in is the lock and the fence; false when it waits no more, and then nothing is written. The last
-- portion closes the file.
CREATE FUNCTION expand_upload(p_tenant text, p_ingestion text, p_file integer, p_documents jsonb, p_is_last boolean)
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM ingestion_documents AS stand_in JOIN upload_files AS file USING (tenant_id, ingestion_id)
  WHERE tenant_id = p_tenant AND ingestion_id = p_ingestion AND file.ordinal = p_file
    AND stand_in.ordinal = file.document_ordinal AND stand_in.status = 'pending'
  FOR UPDATE OF stand_in, file;
  IF NOT FOUND THEN
    RETURN false;
  END IF;

  SELECT coalesce(jsonb_agg(item.document), '[]') INTO p_documents FROM jsonb_array_elements(p_documents) AS item (document)
  WHERE NOT EXISTS (SELECT FROM ingestion_documents AS known WHERE known.tenant_id = p_tenant
    AND known.ingestion_id = p_ingestion AND known.ordinal = (item.document ->> 'ordinal')::integer);

  INSERT INTO ingestion_documents (tenant_id, ingestion_id, document_id, ordinal, status, error, is_stand_in)
  SELECT p_tenant, p_ingestion, item.id, item.ordinal, 'failed',
    coalesce(item.error, 'Another document of this upload has the same id. Give each one its own, or send them one after the other.'), true
  FROM (SELECT *, row_number() OVER (PARTITION BY given.id, given.error IS NULL ORDER BY given.ordinal) AS nth
    FROM jsonb_to_recordset(p_documents) AS given (id text, ordinal integer, error text)) AS item
  WHERE item.error IS NOT NULL OR item.nth > 1 OR EXISTS (
    SELECT FROM ingestion_documents AS earlier WHERE earlier.tenant_id = p_tenant AND earlier.ingestion_id = p_ingestion
      AND earlier.document_id = item.id AND NOT earlier.is_stand_in);

  SELECT coalesce(jsonb_agg(item.document), '[]') INTO p_documents FROM jsonb_array_elements(p_documents) AS item (document)
  WHERE NOT EXISTS (SELECT FROM ingestion_documents AS refused WHERE refused.tenant_id = p_tenant
    AND refused.ingestion_id = p_ingestion AND refused.ordinal = (item.document ->> 'ordinal')::integer);

  PERFORM add_documents(p_tenant, p_ingestion, p_documents);
  IF p_is_last THEN
    PERFORM close_upload(p_tenant, p_ingestion, p_file, NULL);
  END IF;
  RETURN true;
END $$;

-- The documents of an ingestion, each pending with its new version, or unchanged.
CREATE FUNCTION add_documents(p_tenant text, p_ingestion text, p_documents jsonb)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
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
  FROM jsonb_to_recordset(p_documents) AS item (id text, ordinal integer, title text, source text, namespace text,
    department text, metadata jsonb, content text, content_hash text, size_bytes integer)
  JOIN ingestion_documents AS pending ON pending.tenant_id = p_tenant AND pending.ingestion_id = p_ingestion
    AND pending.ordinal = item.ordinal AND pending.status = 'pending';
END $$;

-- A file is done with: its documents are in its stand-in's place, or the stand-in says why there are none.
CREATE FUNCTION close_upload(p_tenant text, p_ingestion text, p_file integer, p_error text)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  stand_in integer;
BEGIN
  DELETE FROM upload_files WHERE tenant_id = p_tenant AND ingestion_id = p_ingestion AND ordinal = p_file
  RETURNING document_ordinal INTO stand_in;
  DELETE FROM upload_pieces WHERE tenant_id = p_tenant AND ingestion_id = p_ingestion AND file_ordinal = p_file;
  IF p_error IS NULL THEN
    DELETE FROM ingestion_documents
    WHERE tenant_id = p_tenant AND ingestion_id = p_ingestion AND ordinal = stand_in AND is_stand_in AND status = 'pending';
  ELSE
    UPDATE ingestion_documents SET status = 'failed', error = p_error
    WHERE tenant_id = p_tenant AND ingestion_id = p_ingestion AND ordinal = stand_in AND is_stand_in AND status = 'pending';
  END IF;
  DELETE FROM uploads WHERE tenant_id = p_tenant AND ingestion_id = p_ingestion
    AND NOT EXISTS (SELECT FROM upload_files WHERE tenant_id = p_tenant AND ingestion_id = p_ingestion);
END $$;
`,
};
