import type { Migration } from '@ragfleet/postgres-connection';

/**
 * Beginning an ingestion and adding to one cost the same for each document, however many it has. The planner knows
 * nothing of an ingestion that is new, takes it for one row, and joins it to itself in a nested loop.
 */
export const largeIngestions: Migration = {
  name: 'large-ingestions',
  sql: `
-- Puts the documents behind those that have a place. A hash join is right for one document and for a hundred thousand.
CREATE FUNCTION place_documents(p_tenant text, p_ingestion text, p_ordinals integer[])
RETURNS void LANGUAGE sql SET enable_nestloop = off AS $$
  UPDATE ingestion_documents AS item SET position = ranked.nth + (
    SELECT coalesce(max(placed.position), 0) FROM ingestion_documents AS placed
    WHERE placed.tenant_id = p_tenant AND placed.ingestion_id = p_ingestion)
  FROM unnest(p_ordinals) WITH ORDINALITY AS ranked (ordinal, nth)
  WHERE item.tenant_id = p_tenant AND item.ingestion_id = p_ingestion AND item.ordinal = ranked.ordinal
$$;

-- How the ingestion is to be embedded; null when there is none.
CREATE OR REPLACE FUNCTION start_run(p_tenant text, p_ingestion text, p_run text, p_alive_ms float8)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  chosen text;
  ordinals integer[];
BEGIN
  SELECT embedding INTO chosen FROM ingestions WHERE tenant_id = p_tenant AND ingestion_id = p_ingestion;
  IF chosen IS NULL THEN
    RETURN NULL;
  END IF;
  PERFORM begin_run(p_run, p_tenant || ' ' || p_ingestion, p_alive_ms);
  PERFORM lock_items(p_tenant, p_ingestion, NULL);

  -- What has the same title and the same size may be the same text.
  SELECT array_agg(kinds.ordinal ORDER BY kinds.first_of_its_kind, kinds.ordinal) INTO ordinals
  FROM (SELECT waiting.ordinal, min(waiting.ordinal) OVER (PARTITION BY version.title, version.size_bytes) AS first_of_its_kind
    FROM ingestion_documents AS waiting JOIN document_versions AS version USING (tenant_id, document_id, version)
    WHERE waiting.tenant_id = p_tenant AND waiting.ingestion_id = p_ingestion
      AND waiting.status = 'pending' AND waiting.position IS NULL) AS kinds;
  PERFORM place_documents(p_tenant, p_ingestion, ordinals);
  UPDATE ingestions SET status = 'running'
  WHERE tenant_id = p_tenant AND ingestion_id = p_ingestion AND status = 'queued';
  RETURN chosen;
END $$;

-- The documents of an ingestion, each pending with its new version, or unchanged.
CREATE OR REPLACE FUNCTION add_documents(p_tenant text, p_ingestion text, p_documents jsonb)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  -- Locks the documents, the new and the old, always in the same order.
  INSERT INTO documents (tenant_id, document_id)
  SELECT p_tenant, item.id FROM jsonb_to_recordset(p_documents) AS item (id text) ORDER BY item.id
  ON CONFLICT (tenant_id, document_id) DO UPDATE SET document_id = excluded.document_id;

  -- Unchanged: equal to what is current in every respect, and nothing newer waits.
  WITH added AS (
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
    ORDER BY item.ordinal
    RETURNING ordinal, version, status)
  INSERT INTO document_versions
    (tenant_id, document_id, version, title, source, namespace, department, metadata, content, content_hash, size_bytes)
  SELECT p_tenant, item.id, pending.version, item.title, item.source, item.namespace, item.department, item.metadata,
    item.content, item.content_hash, item.size_bytes
  FROM jsonb_to_recordset(p_documents) AS item (id text, ordinal integer, title text, source text, namespace text,
    department text, metadata jsonb, content text, content_hash text, size_bytes integer)
  JOIN added AS pending ON pending.ordinal = item.ordinal AND pending.status = 'pending';
END $$;
`,
};
