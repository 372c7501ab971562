import type { Migration } from '@ragfleet/postgres-connection';

/**
 * One run at a time for each document and its vectors, and a memory of every vector that may exist without a current
 * passage. Ingestions know their counts without counting.
 */
export const vectorUpkeep: Migration = {
  name: 'vector-upkeep',
  sql: `
ALTER TABLE ingestions
  ADD COLUMN total integer NOT NULL DEFAULT 0,
  ADD COLUMN pending integer NOT NULL DEFAULT 0,
  ADD COLUMN embedded integer NOT NULL DEFAULT 0,
  ADD COLUMN unchanged integer NOT NULL DEFAULT 0,
  ADD COLUMN failed integer NOT NULL DEFAULT 0;

-- position: the order of work, equal texts next to each other. published: the outcome of a version that is current
-- already and that nobody has been told of. batch_id: the provider's batch that its passages are in.
ALTER TABLE ingestion_documents
  ADD COLUMN position integer,
  ADD COLUMN published text,
  ADD COLUMN batch_id text;
CREATE INDEX ingestion_documents_waiting ON ingestion_documents (tenant_id, ingestion_id, position) WHERE status = 'pending';

ALTER TABLE documents ADD COLUMN published_at timestamptz NOT NULL DEFAULT '-infinity';

CREATE FUNCTION add_to_counts(p_changes jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  -- In the order of their keys, so that two changes of the same ingestions wait for each other.
  PERFORM FROM ingestions AS ingestion WHERE (ingestion.tenant_id, ingestion.ingestion_id) IN (
    SELECT change.tenant_id, change.ingestion_id FROM jsonb_to_recordset(p_changes) AS change (tenant_id text, ingestion_id text))
  ORDER BY ingestion.tenant_id, ingestion.ingestion_id FOR NO KEY UPDATE;
  UPDATE ingestions AS ingestion SET total = ingestion.total + change.total, pending = ingestion.pending + change.pending,
    embedded = ingestion.embedded + change.embedded, unchanged = ingestion.unchanged + change.unchanged,
    failed = ingestion.failed + change.failed
  FROM (SELECT tenant_id, ingestion_id, sum(n) AS total, coalesce(sum(n) FILTER (WHERE status = 'pending'), 0) AS pending,
      coalesce(sum(n) FILTER (WHERE status = 'embedded'), 0) AS embedded,
      coalesce(sum(n) FILTER (WHERE status = 'unchanged'), 0) AS unchanged,
      coalesce(sum(n) FILTER (WHERE status = 'failed'), 0) AS failed
    FROM jsonb_to_recordset(p_changes) AS item (tenant_id text, ingestion_id text, status text, n integer)
    GROUP BY tenant_id, ingestion_id) AS change
  WHERE ingestion.tenant_id = change.tenant_id AND ingestion.ingestion_id = change.ingestion_id;
END $$;

-- Whatever changes an outcome changes its ingestion's counts in the same transaction, once for each statement.
CREATE FUNCTION count_outcomes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changes jsonb;
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT jsonb_agg(change) INTO changes FROM (
      SELECT tenant_id, ingestion_id, status, count(*) AS n FROM after GROUP BY 1, 2, 3) AS change;
  ELSIF TG_OP = 'DELETE' THEN
    SELECT jsonb_agg(change) INTO changes FROM (
      SELECT tenant_id, ingestion_id, status, -count(*) AS n FROM before GROUP BY 1, 2, 3) AS change;
  ELSE
    SELECT jsonb_agg(change) INTO changes FROM (
      SELECT tenant_id, ingestion_id, status, sum(n) AS n FROM (
        SELECT tenant_id, ingestion_id, status, 1 AS n FROM after
        UNION ALL SELECT tenant_id, ingestion_id, status, -1 FROM before) AS both_sides
      GROUP BY 1, 2, 3 HAVING sum(n) <> 0) AS change;
  END IF;
  IF changes IS NOT NULL THEN
    PERFORM add_to_counts(changes);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER count_added AFTER INSERT ON ingestion_documents
  REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION count_outcomes();
CREATE TRIGGER count_changed AFTER UPDATE ON ingestion_documents
  REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION count_outcomes();
CREATE TRIGGER count_removed AFTER DELETE ON ingestion_documents
  REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION count_outcomes();
SELECT add_to_counts(coalesce(jsonb_agg(item), '[]')) FROM (
  SELECT tenant_id, ingestion_id, status, count(*) AS n FROM ingestion_documents GROUP BY 1, 2, 3) AS item;

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

-- How the ingestion is to be embedded; null when there is none.
CREATE FUNCTION start_run(p_tenant text, p_ingestion text, p_run text, p_alive_ms float8)
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  started ingestions%ROWTYPE;
BEGIN
  SELECT * INTO started FROM ingestions WHERE tenant_id = p_tenant AND ingestion_id = p_ingestion FOR NO KEY UPDATE;
  IF started.ingestion_id IS NULL THEN
    RETURN NULL;
  END IF;
  UPDATE ingestions SET status = 'running'
  WHERE tenant_id = p_tenant AND ingestion_id = p_ingestion AND status = 'queued';
  PERFORM begin_run(p_run, p_tenant || ' ' || p_ingestion, p_alive_ms);

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
  RETURN started.embedding;
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

CREATE FUNCTION replace_passages(p_tenant text, p_key bigint, p_passages jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM postings WHERE document_key = p_key;
  DELETE FROM passages WHERE document_key = p_key;
  WITH item AS MATERIALIZED (
    SELECT * FROM jsonb_to_recordset(p_passages)
      AS item (id text, ordinal integer, headings text[], text text, content_hash text, length integer, terms jsonb)
  ), inserted AS (
    INSERT INTO passages (tenant_id, passage_id, document_key, ordinal, headings, text, content_hash)
    SELECT p_tenant, item.id, p_key, item.ordinal, item.headings, item.text, item.content_hash FROM item
    RETURNING passage_key, passage_id
  )
  INSERT INTO postings (tenant_id, term, passage_key, document_key, frequency, length)
  SELECT p_tenant, term.key, inserted.passage_key, p_key, term.value::float8, item.length
  FROM inserted JOIN item ON item.id = inserted.passage_id CROSS JOIN LATERAL jsonb_each_text(item.terms) AS term;
END $$;

-- 'published'; 'superseded' when a newer version won or the document is gone; 'lost' when another run holds it.
-- What the vectors owe then stays with the run until it settles it; nothing owed frees the document.
DROP FUNCTION publish_version;
CREATE FUNCTION publish_version(p_tenant text, p_document text, p_version bigint, p_run text, p_outcome text,
  p_namespace text, p_department text, p_passages jsonb)
RETURNS TABLE (result text, leftover text[], relabel_namespace text, relabel_department text, is_relabeled boolean)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  stored documents%ROWTYPE;
  waiting document_versions%ROWTYPE;
  owed vector_upkeep%ROWTYPE;
  is_mine boolean;
BEGIN
  SELECT * INTO stored FROM documents WHERE tenant_id = p_tenant AND document_id = p_document FOR NO KEY UPDATE;
  SELECT * INTO waiting FROM document_versions
  WHERE tenant_id = p_tenant AND document_id = p_document AND version = p_version;
  SELECT * INTO owed FROM vector_upkeep WHERE tenant_id = p_tenant AND document_id = p_document FOR UPDATE;
  is_mine := owed.holder IS NOT DISTINCT FROM p_run;
  -- Publication removes the versions before it, deletion all: what is not here any more was overtaken.
  IF waiting.version IS NULL THEN
    IF is_mine THEN
      owed.leftover := without(owed.leftover || owed.written, current_passages(p_tenant, p_document));
      UPDATE vector_upkeep SET written = '{}', leftover = owed.leftover
      WHERE tenant_id = p_tenant AND document_id = p_document;
    ELSE
      owed.leftover := '{}';
    END IF;
    RETURN QUERY SELECT 'superseded', owed.leftover, NULL, NULL, false;
    RETURN;
  END IF;
  IF NOT is_mine THEN
    RETURN QUERY SELECT 'lost', '{}'::text[], NULL, NULL, false;
    RETURN;
  END IF;

  IF stored.current_version IS DISTINCT FROM p_version THEN
    owed.leftover := without(owed.leftover || owed.written || current_passages(p_tenant, p_document),
      ARRAY(SELECT item.id FROM jsonb_to_recordset(p_passages) AS item (id text)));
    -- Passages that stay keep the labels that they had, and new ones have those of the moment they were claimed at.
    owed.is_relabeled := owed.is_relabeled OR waiting.namespace <> p_namespace
      OR waiting.department IS DISTINCT FROM p_department
      OR (stored.current_version IS NOT NULL AND (stored.namespace <> waiting.namespace
        OR stored.department IS DISTINCT FROM waiting.department));
    PERFORM replace_passages(p_tenant, stored.document_key, p_passages);
    UPDATE documents SET
      current_version = p_version, title = waiting.title, source = waiting.source, namespace = waiting.namespace,
      department = waiting.department, metadata = waiting.metadata, content_hash = waiting.content_hash,
      size_bytes = waiting.size_bytes, updated_at = now(), published_at = now(),
      passages = jsonb_array_length(p_passages),
      indexed_terms = (SELECT coalesce(sum(item.length), 0) FROM jsonb_to_recordset(p_passages) AS item (length bigint))
    WHERE document_key = stored.document_key;
    DELETE FROM document_versions WHERE tenant_id = p_tenant AND document_id = p_document AND version < p_version;
    UPDATE ingestion_documents SET
      status = CASE WHEN version = p_version THEN status ELSE coalesce(published, 'unchanged') END,
      published = CASE WHEN version = p_version THEN p_outcome ELSE published END
    WHERE tenant_id = p_tenant AND document_id = p_document AND status = 'pending' AND version <= p_version;
  END IF;

  UPDATE vector_upkeep SET written = '{}', leftover = owed.leftover, is_relabeled = owed.is_relabeled,
    holder = CASE WHEN owed.leftover = '{}' AND NOT owed.is_relabeled THEN NULL ELSE holder END
  WHERE tenant_id = p_tenant AND document_id = p_document;
  DELETE FROM vector_upkeep WHERE tenant_id = p_tenant AND document_id = p_document AND holder IS NULL AND removed = '{}';
  RETURN QUERY SELECT 'published', owed.leftover, waiting.namespace, waiting.department, owed.is_relabeled;
END $$;

CREATE FUNCTION record_outcomes(p_tenant text, p_ingestion text, p_run text, p_outcomes jsonb)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  -- What failed is not kept: it would stand in the way of the next version that is equal to the current one.
  DELETE FROM document_versions AS version USING ingestion_documents AS item,
    jsonb_to_recordset(p_outcomes) AS outcome (id text, status text), documents AS document
  WHERE outcome.status = 'failed' AND item.tenant_id = p_tenant AND item.ingestion_id = p_ingestion
    AND item.document_id = outcome.id AND item.status = 'pending'
    AND version.tenant_id = p_tenant AND version.document_id = outcome.id AND version.version = item.version
    AND document.tenant_id = p_tenant AND document.document_id = outcome.id
    AND document.current_version IS DISTINCT FROM version.version;
  UPDATE ingestion_documents AS item SET status = outcome.status, passages = outcome.passages, error = outcome.error
  FROM jsonb_to_recordset(p_outcomes) AS outcome (id text, status text, passages integer, error text)
  WHERE item.tenant_id = p_tenant AND item.ingestion_id = p_ingestion AND item.document_id = outcome.id
    AND item.status = 'pending' AND item.version IS NOT NULL;
  PERFORM free_documents(p_run, ARRAY(SELECT outcome.id FROM jsonb_to_recordset(p_outcomes) AS outcome (id text)));
END $$;

-- Debts of documents that nobody works on. What was written for a version that waits for its next run is not one.
CREATE FUNCTION claim_upkeep(
  p_holder text, p_alive_ms float8, p_limit integer, p_tenant text, p_document text)
RETURNS TABLE (tenant_id text, document_id text, is_deleted boolean, leftover text[], is_relabeled boolean,
  namespace text, department text)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
BEGIN
  DELETE FROM ingest_runs WHERE alive_until < now() - interval '1 hour';
  PERFORM begin_run(p_holder, p_holder, p_alive_ms);
  DELETE FROM vector_upkeep AS paid WHERE (paid.tenant_id, paid.document_id) IN (
    SELECT done.tenant_id, done.document_id FROM vector_upkeep AS done
    WHERE done.written = '{}' AND done.leftover = '{}' AND NOT done.is_relabeled
      AND done.removed_at < now() - interval '10 minutes' AND (done.holder IS NULL OR NOT is_alive(done.holder))
    ORDER BY 1, 2 LIMIT 1000 FOR UPDATE SKIP LOCKED);

  UPDATE vector_upkeep AS owed SET holder = p_holder,
    leftover = CASE WHEN due.is_waiting THEN owed.leftover
      ELSE without(owed.leftover || owed.written, current_passages(owed.tenant_id, owed.document_id)) END,
    written = CASE WHEN due.is_waiting THEN owed.written ELSE '{}' END
  FROM (SELECT candidate.tenant_id, candidate.document_id, EXISTS (SELECT FROM ingestion_documents AS item
      WHERE item.tenant_id = candidate.tenant_id AND item.document_id = candidate.document_id AND item.status = 'pending') AS is_waiting
    FROM vector_upkeep AS candidate
    WHERE (p_document IS NULL OR (candidate.tenant_id = p_tenant AND candidate.document_id = p_document))
      AND (candidate.holder IS NULL OR NOT is_alive(candidate.holder))
      AND (candidate.leftover <> '{}' OR candidate.is_relabeled OR (candidate.written <> '{}' AND NOT EXISTS (
        SELECT FROM ingestion_documents AS item WHERE item.tenant_id = candidate.tenant_id
          AND item.document_id = candidate.document_id AND item.status = 'pending')))
    LIMIT p_limit FOR UPDATE OF candidate SKIP LOCKED) AS due
  WHERE owed.tenant_id = due.tenant_id AND owed.document_id = due.document_id;

  RETURN QUERY SELECT owed.tenant_id, owed.document_id, document.document_id IS NULL, owed.leftover, owed.is_relabeled,
    document.namespace, document.department
  FROM vector_upkeep AS owed LEFT JOIN documents AS document USING (tenant_id, document_id) WHERE owed.holder = p_holder;
END $$;

CREATE FUNCTION settle_upkeep(p_holder text, p_done jsonb) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM FROM vector_upkeep AS owed WHERE owed.holder = p_holder AND owed.document_id IN (
    SELECT done.document_id FROM jsonb_to_recordset(p_done) AS done (document_id text))
  ORDER BY owed.tenant_id, owed.document_id FOR UPDATE;
  UPDATE vector_upkeep AS owed SET holder = NULL, leftover = without(owed.leftover, done.leftover),
    removed = done.leftover || CASE WHEN owed.removed_at > now() - interval '10 minutes' THEN owed.removed ELSE '{}' END,
    removed_at = CASE WHEN done.leftover = '{}' THEN owed.removed_at ELSE now() END,
    -- Labels that moved again meanwhile are still owed.
    is_relabeled = owed.is_relabeled AND EXISTS (SELECT FROM documents AS document
      WHERE document.tenant_id = owed.tenant_id AND document.document_id = owed.document_id
        AND NOT (done.has_labels AND document.namespace IS NOT DISTINCT FROM done.namespace
          AND document.department IS NOT DISTINCT FROM done.department))
  FROM jsonb_to_recordset(p_done) AS done
    (tenant_id text, document_id text, leftover text[], has_labels boolean, namespace text, department text)
  WHERE owed.tenant_id = done.tenant_id AND owed.document_id = done.document_id AND owed.holder = p_holder;
  DELETE FROM vector_upkeep AS paid USING jsonb_to_recordset(p_done) AS done (tenant_id text, document_id text)
  WHERE paid.tenant_id = done.tenant_id AND paid.document_id = done.document_id AND paid.holder IS NULL
    AND paid.written = '{}' AND paid.leftover = '{}' AND paid.removed = '{}' AND NOT paid.is_relabeled;
END $$;

CREATE OR REPLACE FUNCTION delete_document(p_tenant text, p_document text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  deleted bigint;
BEGIN
  SELECT document_key INTO deleted FROM documents WHERE tenant_id = p_tenant AND document_id = p_document FOR UPDATE;
  IF deleted IS NULL THEN
    RETURN false;
  END IF;
  UPDATE ingestion_documents SET status = 'failed', error = 'The document was deleted before it was embedded.'
  WHERE tenant_id = p_tenant AND document_id = p_document AND status = 'pending' AND version IS NOT NULL;
  INSERT INTO vector_upkeep AS owed (tenant_id, document_id, leftover)
  VALUES (p_tenant, p_document, current_passages(p_tenant, p_document))
  ON CONFLICT (tenant_id, document_id) DO UPDATE SET written = '{}', is_relabeled = false,
    leftover = without(owed.leftover || owed.written || excluded.leftover, '{}');
  DELETE FROM documents WHERE document_key = deleted;
  RETURN true;
END $$;

-- The index of another embedding model, and how far it is filled. Positions are passage keys.
CREATE TABLE index_generations (
  generation text PRIMARY KEY,
  holder text,
  alive_until timestamptz NOT NULL DEFAULT '-infinity',
  state text NOT NULL DEFAULT 'building' CHECK (state IN ('building', 'complete')),
  position bigint NOT NULL DEFAULT 0,
  started_at timestamptz NOT NULL DEFAULT now(),
  completed_at timestamptz
);
`,
};
