import type { Migration } from '@ragfleet/postgres-connection';

/**
 * Of the labels that a document was given one after the other, a file keeps those alone that are newer than it is. A document
 * that was sent again as it is gives way to no file that was accepted before that.
 */
export const changesAfterFiles: Migration = {
  name: 'changes-after-files',
  sql: `
-- Files that are being read are read to their end by the function as it was, and no label is given meanwhile.
LOCK TABLE upload_files IN ACCESS EXCLUSIVE MODE;
LOCK TABLE relabeled_documents IN SHARE ROW EXCLUSIVE MODE;

-- Which labels documents were given while a file waited that may hold them, each field with when it was given last. It
-- goes with the last upload that is older.
CREATE TABLE relabeled_fields (
  tenant_id text NOT NULL,
  document_id text NOT NULL,
  field text NOT NULL,
  version bigint NOT NULL,
  value jsonb NOT NULL,
  PRIMARY KEY (tenant_id, document_id, field)
);

INSERT INTO relabeled_fields (tenant_id, document_id, field, version, value)
SELECT given.tenant_id, given.document_id, label.key, given.version, label.value
FROM relabeled_documents AS given CROSS JOIN jsonb_each(given.labels) AS label;

-- Processes of the release before still write there, the fields of one change at a time. Nobody reads what lies there.
CREATE FUNCTION move_labels_to_fields() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO relabeled_fields (tenant_id, document_id, field, version, value)
  SELECT NEW.tenant_id, NEW.document_id, label.key, NEW.version, label.value FROM jsonb_each(NEW.labels) AS label
  ON CONFLICT (tenant_id, document_id, field) DO UPDATE SET version = excluded.version, value = excluded.value;
  RETURN NEW;
END $$;
CREATE TRIGGER labels_to_fields BEFORE INSERT ON relabeled_documents
  FOR EACH ROW EXECUTE FUNCTION move_labels_to_fields();

-- Which documents were sent again as they are while a file waited that may hold something else. It goes as labels do.
CREATE TABLE confirmed_documents (
  tenant_id text NOT NULL,
  document_id text NOT NULL,
  version bigint NOT NULL,
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
  IF EXISTS (SELECT FROM relabeled_fields AS given WHERE given.tenant_id = p_tenant AND given.version > accepted) THEN
    SELECT jsonb_agg(item.document || coalesce(given.labels, '{}') ORDER BY item.nth) INTO p_documents
    FROM jsonb_array_elements(p_documents) WITH ORDINALITY AS item (document, nth)
    CROSS JOIN LATERAL (SELECT jsonb_object_agg(later.field, later.value) AS labels FROM relabeled_fields AS later
      WHERE later.tenant_id = p_tenant AND later.document_id = item.document ->> 'id'
        AND later.version > accepted) AS given;
  END IF;

  -- Looked for behind the locks: a deletion that was faster is visible then.
  deleted := ARRAY(SELECT gone.document_id FROM deleted_documents AS gone
    WHERE gone.tenant_id = p_tenant AND gone.version > accepted AND gone.document_id IN (
      SELECT item.id FROM jsonb_to_recordset(p_documents) AS item (id text)));

  -- Unchanged: equal to what is current in every respect, and nothing newer waits; or older than what is current.
  WITH outcomes AS (
    SELECT item.id, item.ordinal, current.passages, current.current_version, same.is_current,
      CASE WHEN item.id = ANY (deleted) THEN 'failed'
        WHEN same.is_current OR current.current_version > accepted OR confirmed.version > accepted THEN 'unchanged'
        ELSE 'pending' END AS status
    FROM jsonb_to_recordset(p_documents) AS item
      (id text, ordinal integer, content_hash text, namespace text, department text, metadata jsonb)
    JOIN documents AS current ON current.tenant_id = p_tenant AND current.document_id = item.id
    LEFT JOIN confirmed_documents AS confirmed ON confirmed.tenant_id = p_tenant AND confirmed.document_id = item.id
    CROSS JOIN LATERAL (SELECT current.current_version IS NOT NULL
      AND current.content_hash = item.content_hash AND current.namespace = item.namespace
      AND current.department IS NOT DISTINCT FROM item.department AND current.metadata = item.metadata
      AND NOT EXISTS (SELECT FROM document_versions AS waiting WHERE waiting.tenant_id = p_tenant
        AND waiting.document_id = item.id AND waiting.version > current.current_version) AS is_current) AS same
  ), confirmed AS (
    INSERT INTO confirmed_documents AS known (tenant_id, document_id, version)
    SELECT DISTINCT ON (id) p_tenant, id, coalesce(accepted, nextval('document_versions_version'))
    FROM outcomes WHERE status = 'unchanged' AND is_current AND EXISTS (SELECT FROM uploads AS file
      WHERE file.tenant_id = p_tenant AND file.version > outcomes.current_version AND file.version IS DISTINCT FROM accepted)
    ORDER BY id
    ON CONFLICT (tenant_id, document_id) DO UPDATE SET version = greatest(known.version, excluded.version)
  ), added AS (
    INSERT INTO ingestion_documents (tenant_id, ingestion_id, document_id, ordinal, version, status, passages, error)
    SELECT p_tenant, p_ingestion, id, ordinal,
      CASE WHEN status = 'pending' THEN coalesce(accepted, nextval('document_versions_version')) END,
      status,
      CASE WHEN status = 'unchanged' THEN passages ELSE 0 END,
      CASE WHEN status = 'failed' THEN 'The document was deleted before it was embedded.' END
    FROM outcomes ORDER BY ordinal
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
