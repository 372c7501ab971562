import type { Migration } from '@ragfleet/postgres-connection';

/** One run at a time for each document and its vectors, and a memory of every vector that may exist without a current passage. */
export const documentClaims: Migration = {
  name: 'document-claims',
  sql: `
-- Who may hold documents, and until when. A later run of the same owner takes its place.
CREATE TABLE ingest_runs (
  run_id text PRIMARY KEY,
  owner text NOT NULL UNIQUE,
  alive_until timestamptz NOT NULL
);

-- One row per document that somebody works on, or whose vectors are not what they should be. It outlives the document.
-- written: may be in the index for a version that is not published. leftover: has to go. removed: lately went, so that
-- an index that shows writes late may still have it. is_relabeled: the vectors' labels may be older than the document's.
CREATE TABLE vector_upkeep (
  tenant_id text NOT NULL,
  document_id text NOT NULL,
  holder text,
  written text[] NOT NULL DEFAULT '{}',
  leftover text[] NOT NULL DEFAULT '{}',
  removed text[] NOT NULL DEFAULT '{}',
  removed_at timestamptz NOT NULL DEFAULT '-infinity',
  is_relabeled boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, document_id)
);
CREATE INDEX vector_upkeep_holder ON vector_upkeep (holder);

CREATE TABLE embedding_batches (
  tenant_id text NOT NULL,
  ingestion_id text NOT NULL,
  batch_id text NOT NULL,
  submitted_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, ingestion_id, batch_id),
  FOREIGN KEY (tenant_id, ingestion_id) REFERENCES ingestions ON DELETE CASCADE
);

CREATE FUNCTION without(p_from text[], p_what text[]) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT coalesce(array_agg(DISTINCT item), '{}') FROM unnest(p_from) AS item WHERE item <> ALL (p_what)
$$;

CREATE FUNCTION is_alive(p_run text) RETURNS boolean LANGUAGE sql VOLATILE AS $$
  SELECT EXISTS (SELECT FROM ingest_runs WHERE run_id = p_run AND alive_until > clock_timestamp())
$$;

CREATE FUNCTION current_passages(p_tenant text, p_document text) RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT coalesce(array_agg(passage.passage_id ORDER BY passage.ordinal), '{}')
  FROM documents AS document JOIN passages AS passage USING (document_key)
  WHERE document.tenant_id = p_tenant AND document.document_id = p_document
$$;

CREATE FUNCTION begin_run(p_run text, p_owner text, p_alive_ms float8) RETURNS void LANGUAGE sql AS $$
  INSERT INTO ingest_runs (run_id, owner, alive_until)
  VALUES (p_run, p_owner, clock_timestamp() + p_alive_ms * interval '1 millisecond')
  ON CONFLICT (owner) DO UPDATE SET run_id = excluded.run_id, alive_until = excluded.alive_until
$$;

-- Whoever changes several rows takes them in this order: documents, vector_upkeep, ingestion_documents, ingestions,
-- document_versions; and the rows of one table in the order of their keys.
CREATE FUNCTION lock_items(p_tenant text, p_ingestion text, p_documents text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM ingestion_documents AS item
  WHERE item.tenant_id = p_tenant AND item.ingestion_id = p_ingestion AND item.status = 'pending'
    AND CASE WHEN p_documents IS NULL THEN item.position IS NULL ELSE item.document_id = ANY (p_documents) END
  ORDER BY item.ordinal FOR UPDATE;
END $$;

-- How the ingestion is to be embedded; null when there is none.
CREATE FUNCTION start_run(p_tenant text, p_ingestion text, p_run text, p_alive_ms float8)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  chosen text;
BEGIN
  SELECT embedding INTO chosen FROM ingestions WHERE tenant_id = p_tenant AND ingestion_id = p_ingestion;
  IF chosen IS NULL THEN
    RETURN NULL;
  END IF;
  PERFORM begin_run(p_run, p_tenant || ' ' || p_ingestion, p_alive_ms);
  PERFORM lock_items(p_tenant, p_ingestion, NULL);

  -- What has the same title and the same size may be the same text.
  UPDATE ingestion_documents AS item SET position = ranked.position
  FROM (SELECT ordinal, (row_number() OVER (ORDER BY first_of_its_kind, ordinal))::integer + (
      SELECT coalesce(max(placed.position), 0) FROM ingestion_documents AS placed
      WHERE placed.tenant_id = p_tenant AND placed.ingestion_id = p_ingestion) AS position
    FROM (SELECT waiting.ordinal, min(waiting.ordinal) OVER (PARTITION BY version.title, version.size_bytes) AS first_of_its_kind
      FROM ingestion_documents AS waiting JOIN document_versions AS version USING (tenant_id, document_id, version)
      WHERE waiting.tenant_id = p_tenant AND waiting.ingestion_id = p_ingestion
        AND waiting.status = 'pending' AND waiting.position IS NULL) AS kinds) AS ranked
  WHERE item.tenant_id = p_tenant AND item.ingestion_id = p_ingestion AND item.ordinal = ranked.ordinal;
  UPDATE ingestions SET status = 'running'
  WHERE tenant_id = p_tenant AND ingestion_id = p_ingestion AND status = 'queued';
  RETURN chosen;
END $$;

-- Frees documents that the run holds, some of them or all: what owes nothing is not kept. Rows of several documents are
-- always locked in the order of their keys.
CREATE FUNCTION free_documents(p_run text, p_documents text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM vector_upkeep AS held
  WHERE held.holder = p_run AND (p_documents IS NULL OR held.document_id = ANY (p_documents))
  ORDER BY held.tenant_id, held.document_id FOR UPDATE;
  DELETE FROM vector_upkeep WHERE holder = p_run AND (p_documents IS NULL OR document_id = ANY (p_documents))
    AND written = '{}' AND leftover = '{}' AND removed = '{}' AND NOT is_relabeled;
  UPDATE vector_upkeep SET holder = NULL
  WHERE holder = p_run AND (p_documents IS NULL OR document_id = ANY (p_documents));
END $$;

CREATE FUNCTION end_run(p_run text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM free_documents(p_run, NULL);
  DELETE FROM ingest_runs WHERE run_id = p_run;
END $$;

-- Which of the documents the run still holds.
CREATE FUNCTION note_writes(p_tenant text, p_run text, p_writes jsonb) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM vector_upkeep AS held WHERE held.tenant_id = p_tenant AND held.holder = p_run
    AND held.document_id IN (SELECT item.id FROM jsonb_to_recordset(p_writes) AS item (id text))
  ORDER BY held.document_id FOR UPDATE;
  RETURN QUERY UPDATE vector_upkeep AS held SET written = without(held.written || item.passages, '{}')
  FROM jsonb_to_recordset(p_writes) AS item (id text, passages text[])
  WHERE held.tenant_id = p_tenant AND held.holder = p_run AND held.document_id = item.id
  RETURNING held.document_id;
END $$;

-- The first row says where the page ends, the others are the documents of it that are free.
CREATE FUNCTION claim_documents(
  p_tenant text, p_ingestion text, p_run text, p_after integer, p_documents integer, p_bytes bigint, p_batch text)
RETURNS TABLE (page_end integer, document_id text, version bigint, title text, source text, namespace text,
  department text, content text, current_passages text[], doubtful text[], published text, passages integer)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  ids text[];
  last integer;
BEGIN
  SELECT array_agg(page.document_id), max(page.position) INTO ids, last
  FROM (SELECT item.document_id, item.position, waiting.size_bytes,
      sum(waiting.size_bytes::bigint) OVER (ORDER BY item.position) AS size_so_far
    FROM (SELECT * FROM ingestion_documents
      WHERE tenant_id = p_tenant AND ingestion_id = p_ingestion AND status = 'pending' AND position > p_after
        AND batch_id IS NOT DISTINCT FROM p_batch
      ORDER BY position LIMIT p_documents) AS item
    JOIN document_versions AS waiting USING (tenant_id, document_id, version)) AS page
  WHERE page.size_so_far <= greatest(p_bytes, page.size_bytes);
  IF ids IS NULL THEN
    RETURN;
  END IF;

  -- Locked in order, and looked at afterwards: what a run that was faster holds is visible then.
  INSERT INTO vector_upkeep (tenant_id, document_id) SELECT p_tenant, id FROM unnest(ids) AS id ORDER BY id
  ON CONFLICT (tenant_id, document_id) DO NOTHING;
  PERFORM FROM vector_upkeep AS upkeep WHERE upkeep.tenant_id = p_tenant AND upkeep.document_id = ANY (ids)
  ORDER BY upkeep.document_id FOR UPDATE;
  UPDATE vector_upkeep AS upkeep SET holder = p_run, is_relabeled = upkeep.is_relabeled OR upkeep.written <> '{}'
  WHERE upkeep.tenant_id = p_tenant AND upkeep.document_id = ANY (ids)
    AND (upkeep.holder IS NULL OR upkeep.holder = p_run OR NOT is_alive(upkeep.holder));

  RETURN QUERY SELECT last, NULL, NULL::bigint, NULL, NULL, NULL, NULL, NULL, NULL::text[], NULL::text[], NULL, NULL::integer;
  RETURN QUERY SELECT last, waiting.document_id, waiting.version, waiting.title, waiting.source, waiting.namespace,
    waiting.department, CASE WHEN document.current_version = waiting.version THEN '' ELSE waiting.content END,
    current_passages(p_tenant, waiting.document_id),
    upkeep.leftover || CASE WHEN upkeep.removed_at > now() - interval '10 minutes' THEN upkeep.removed ELSE '{}' END,
    CASE WHEN document.current_version = waiting.version THEN coalesce(item.published, 'embedded') END, document.passages
  FROM ingestion_documents AS item
  JOIN document_versions AS waiting USING (tenant_id, document_id, version)
  JOIN documents AS document USING (tenant_id, document_id)
  JOIN vector_upkeep AS upkeep USING (tenant_id, document_id)
  WHERE item.tenant_id = p_tenant AND item.ingestion_id = p_ingestion AND item.document_id = ANY (ids)
    AND item.status = 'pending' AND upkeep.holder = p_run
  ORDER BY item.position;
END $$;
`,
};
