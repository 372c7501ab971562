import type { Migration } from '@ragfleet/postgres-connection';

/** A publication says which namespaces it changed, also when the run that published it died before it said so. */
export const announcedChanges: Migration = {
  name: 'announced-changes',
  sql: `
-- Of an item that is published and still pending. null before the publication, and where an older release published.
ALTER TABLE ingestion_documents ADD COLUMN changed_namespaces text[];

-- publish_version, and where searches find something else from now on: what the document left and what it is in.
CREATE FUNCTION publish_document(p_tenant text, p_document text, p_version bigint, p_run text, p_outcome text,
  p_namespace text, p_department text, p_passages jsonb)
RETURNS TABLE (result text, leftover text[], relabel_namespace text, relabel_department text, is_relabeled boolean,
  changed_namespaces text[])
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  before documents%ROWTYPE;
  passages_before text[];
  publication record;
  after documents%ROWTYPE;
  changed text[] := '{}';
BEGIN
  SELECT * INTO before FROM documents WHERE tenant_id = p_tenant AND document_id = p_document FOR NO KEY UPDATE;
  passages_before := current_passages(p_tenant, p_document);
  -- The publication ends what is pending of older versions: what nobody announced of them is announced with this one.
  SELECT coalesce(array_agg(DISTINCT namespace) FILTER (WHERE namespace IS NOT NULL), '{}') INTO changed
  FROM ingestion_documents AS item, unnest(coalesce(item.changed_namespaces, ARRAY[before.namespace])) AS namespace
  WHERE item.tenant_id = p_tenant AND item.document_id = p_document AND item.status = 'pending'
    AND item.published IS NOT NULL AND item.version <= p_version;

  SELECT * INTO publication
  FROM publish_version(p_tenant, p_document, p_version, p_run, p_outcome, p_namespace, p_department, p_passages);
  IF publication.result <> 'published' THEN
    changed := '{}';
  ELSIF before.current_version IS DISTINCT FROM p_version THEN
    SELECT * INTO after FROM documents WHERE document_key = before.document_key;
    IF before.current_version IS NULL OR before.title <> after.title OR before.source IS DISTINCT FROM after.source
      OR before.namespace <> after.namespace OR before.department IS DISTINCT FROM after.department
      OR passages_before <> current_passages(p_tenant, p_document)
    THEN
      changed := ARRAY(SELECT DISTINCT namespace FROM unnest(changed || before.namespace || after.namespace) AS namespace
        WHERE namespace IS NOT NULL);
    END IF;
    UPDATE ingestion_documents SET changed_namespaces = changed
    WHERE tenant_id = p_tenant AND document_id = p_document AND version = p_version AND status = 'pending';
  END IF;
  RETURN QUERY SELECT publication.result, publication.leftover, publication.relabel_namespace,
    publication.relabel_department, publication.is_relabeled, changed;
END $$;
`,
};
