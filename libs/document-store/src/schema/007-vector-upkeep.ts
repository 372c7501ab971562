import type { Migration } from '@ragfleet/postgres-connection';

/** Publication and deletion that leave no vector behind: what the vector indexes owe is written down in the same transaction. */
export const vectorUpkeep: Migration = {
  name: 'vector-upkeep',
  sql: `
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
    UPDATE ingestion_documents SET
      status = CASE WHEN version = p_version THEN status ELSE coalesce(published, 'unchanged') END,
      published = CASE WHEN version = p_version THEN p_outcome ELSE published END
    WHERE tenant_id = p_tenant AND document_id = p_document AND status = 'pending' AND version <= p_version;
    DELETE FROM document_versions WHERE tenant_id = p_tenant AND document_id = p_document AND version < p_version;
  END IF;

  UPDATE vector_upkeep SET written = '{}', leftover = owed.leftover, is_relabeled = owed.is_relabeled,
    holder = CASE WHEN owed.leftover = '{}' AND NOT owed.is_relabeled THEN NULL ELSE holder END
  WHERE tenant_id = p_tenant AND document_id = p_document;
  DELETE FROM vector_upkeep WHERE tenant_id = p_tenant AND document_id = p_document AND holder IS NULL AND removed = '{}';
  RETURN QUERY SELECT 'published', owed.leftover, waiting.namespace, waiting.department, owed.is_relabeled;
END $$;

CREATE FUNCTION record_outcomes(p_tenant text, p_ingestion text, p_run text, p_outcomes jsonb)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  ids text[] := ARRAY(SELECT outcome.id FROM jsonb_to_recordset(p_outcomes) AS outcome (id text));
BEGIN
  PERFORM free_documents(p_run, ids);
  PERFORM lock_items(p_tenant, p_ingestion, ids);
  WITH ended AS (
    UPDATE ingestion_documents AS item SET status = outcome.status, passages = outcome.passages, error = outcome.error
    FROM jsonb_to_recordset(p_outcomes) AS outcome (id text, status text, passages integer, error text)
    WHERE item.tenant_id = p_tenant AND item.ingestion_id = p_ingestion AND item.document_id = outcome.id
      AND item.status = 'pending' AND item.version IS NOT NULL
    RETURNING item.document_id, item.version, item.status)
  -- What failed is not kept: it would stand in the way of the next version that is equal to the current one.
  DELETE FROM document_versions AS version USING ended, documents AS document
  WHERE ended.status = 'failed' AND version.tenant_id = p_tenant AND version.document_id = ended.document_id
    AND version.version = ended.version
    AND document.tenant_id = p_tenant AND document.document_id = ended.document_id
    AND document.current_version IS DISTINCT FROM version.version;
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
  INSERT INTO vector_upkeep AS owed (tenant_id, document_id, leftover)
  VALUES (p_tenant, p_document, current_passages(p_tenant, p_document))
  ON CONFLICT (tenant_id, document_id) DO UPDATE SET written = '{}', is_relabeled = false,
    leftover = without(owed.leftover || owed.written || excluded.leftover, '{}');
  UPDATE ingestion_documents SET status = 'failed', error = 'The document was deleted before it was embedded.'
  WHERE tenant_id = p_tenant AND document_id = p_document AND status = 'pending' AND version IS NOT NULL;
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
