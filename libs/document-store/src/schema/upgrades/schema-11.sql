SET LOCAL check_function_bodies = false;
CREATE FUNCTION accept_ingestion(p_tenant text, p_ingestion text, p_principal text, p_callback text, p_documents jsonb, p_embedding text) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
  -- What ended 30 days ago goes, a few with each new one.
  DELETE FROM ingestions WHERE tenant_id = p_tenant AND ingestion_id IN (
    SELECT old.ingestion_id FROM ingestions AS old
    WHERE old.tenant_id = p_tenant AND old.finished_at < now() - interval '30 days' LIMIT 20);
  INSERT INTO ingestions (tenant_id, ingestion_id, principal_id, callback_url, embedding)
  VALUES (p_tenant, p_ingestion, p_principal, p_callback, p_embedding);
  PERFORM add_documents(p_tenant, p_ingestion, p_documents);
END $$;
CREATE FUNCTION accept_upload(p_tenant text, p_ingestion text, p_principal text, p_callback text, p_embedding text, p_namespace text, p_department text, p_metadata jsonb, p_files jsonb) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION add_documents(p_tenant text, p_ingestion text, p_documents jsonb) RETURNS void
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION add_to_counts(p_changes jsonb) RETURNS void
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION begin_run(p_run text, p_owner text, p_alive_ms double precision) RETURNS void
    LANGUAGE sql
    AS $$
  INSERT INTO ingest_runs (run_id, owner, alive_until)
  VALUES (p_run, p_owner, clock_timestamp() + p_alive_ms * interval '1 millisecond')
  ON CONFLICT (owner) DO UPDATE SET run_id = excluded.run_id, alive_until = excluded.alive_until
$$;
CREATE FUNCTION claim_documents(p_tenant text, p_ingestion text, p_run text, p_after integer, p_documents integer, p_bytes bigint, p_batch text) RETURNS TABLE(page_end integer, document_id text, version bigint, title text, source text, namespace text, department text, content text, current_passages text[], doubtful text[], published text, passages integer)
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION claim_upkeep(p_holder text, p_alive_ms double precision, p_limit integer, p_tenant text, p_document text) RETURNS TABLE(tenant_id text, document_id text, is_deleted boolean, leftover text[], is_relabeled boolean, namespace text, department text)
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION close_upload(p_tenant text, p_ingestion text, p_file integer, p_error text) RETURNS void
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION count_outcomes() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION current_passages(p_tenant text, p_document text) RETURNS text[]
    LANGUAGE sql STABLE
    AS $$
  SELECT coalesce(array_agg(passage.passage_id ORDER BY passage.ordinal), '{}')
  FROM documents AS document JOIN passages AS passage USING (document_key)
  WHERE document.tenant_id = p_tenant AND document.document_id = p_document
$$;
CREATE FUNCTION delete_document(p_tenant text, p_document text) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION end_run(p_run text) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM free_documents(p_run, NULL);
  DELETE FROM ingest_runs WHERE run_id = p_run;
END $$;
CREATE FUNCTION expand_upload(p_tenant text, p_ingestion text, p_file integer, p_documents jsonb, p_is_last boolean) RETURNS boolean
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION free_documents(p_run text, p_documents text[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM FROM vector_upkeep AS held
  WHERE held.holder = p_run AND (p_documents IS NULL OR held.document_id = ANY (p_documents))
  ORDER BY held.tenant_id, held.document_id FOR UPDATE;
  DELETE FROM vector_upkeep WHERE holder = p_run AND (p_documents IS NULL OR document_id = ANY (p_documents))
    AND written = '{}' AND leftover = '{}' AND removed = '{}' AND NOT is_relabeled;
  UPDATE vector_upkeep SET holder = NULL
  WHERE holder = p_run AND (p_documents IS NULL OR document_id = ANY (p_documents));
END $$;
CREATE FUNCTION is_alive(p_run text) RETURNS boolean
    LANGUAGE sql
    AS $$
  SELECT EXISTS (SELECT FROM ingest_runs WHERE run_id = p_run AND alive_until > clock_timestamp())
$$;
CREATE FUNCTION keep_index() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
  tenant text := CASE TG_OP WHEN 'DELETE' THEN OLD.tenant_id ELSE NEW.tenant_id END;
  passages_before bigint := CASE TG_OP WHEN 'INSERT' THEN 0 ELSE OLD.passages END;
  passages_after bigint := CASE TG_OP WHEN 'DELETE' THEN 0 ELSE NEW.passages END;
  terms_before bigint := CASE TG_OP WHEN 'INSERT' THEN 0 ELSE OLD.indexed_terms END;
  terms_after bigint := CASE TG_OP WHEN 'DELETE' THEN 0 ELSE NEW.indexed_terms END;
BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM postings WHERE document_key = OLD.document_key;
  END IF;
  IF passages_before = passages_after AND terms_before = terms_after THEN
    RETURN NULL;
  END IF;
  INSERT INTO corpus_statistics AS corpus (tenant_id, passages, indexed_terms)
  VALUES (tenant, passages_after - passages_before, terms_after - terms_before)
  ON CONFLICT (tenant_id) DO UPDATE SET
    passages = corpus.passages + excluded.passages,
    indexed_terms = corpus.indexed_terms + excluded.indexed_terms;
  RETURN NULL;
END $$;
CREATE FUNCTION lock_items(p_tenant text, p_ingestion text, p_documents text[]) RETURNS void
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM FROM ingestion_documents AS item
  WHERE item.tenant_id = p_tenant AND item.ingestion_id = p_ingestion AND item.status = 'pending'
    AND CASE WHEN p_documents IS NULL THEN item.position IS NULL ELSE item.document_id = ANY (p_documents) END
  ORDER BY item.ordinal FOR UPDATE;
END $$;
CREATE FUNCTION note_writes(p_tenant text, p_run text, p_writes jsonb) RETURNS SETOF text
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM FROM vector_upkeep AS held WHERE held.tenant_id = p_tenant AND held.holder = p_run
    AND held.document_id IN (SELECT item.id FROM jsonb_to_recordset(p_writes) AS item (id text))
  ORDER BY held.document_id FOR UPDATE;
  RETURN QUERY UPDATE vector_upkeep AS held SET written = without(held.written || item.passages, '{}')
  FROM jsonb_to_recordset(p_writes) AS item (id text, passages text[])
  WHERE held.tenant_id = p_tenant AND held.holder = p_run AND held.document_id = item.id
  RETURNING held.document_id;
END $$;
CREATE FUNCTION place_documents(p_tenant text, p_ingestion text, p_ordinals integer[]) RETURNS void
    LANGUAGE sql
    SET enable_nestloop TO 'off'
    AS $$
  UPDATE ingestion_documents AS item SET position = ranked.nth + (
    SELECT coalesce(max(placed.position), 0) FROM ingestion_documents AS placed
    WHERE placed.tenant_id = p_tenant AND placed.ingestion_id = p_ingestion)
  FROM unnest(p_ordinals) WITH ORDINALITY AS ranked (ordinal, nth)
  WHERE item.tenant_id = p_tenant AND item.ingestion_id = p_ingestion AND item.ordinal = ranked.ordinal
$$;
CREATE FUNCTION publish_version(p_tenant text, p_document text, p_version bigint, p_run text, p_outcome text, p_namespace text, p_department text, p_passages jsonb) RETURNS TABLE(result text, leftover text[], relabel_namespace text, relabel_department text, is_relabeled boolean)
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION record_outcomes(p_tenant text, p_ingestion text, p_run text, p_outcomes jsonb) RETURNS void
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION replace_passages(p_tenant text, p_key bigint, p_passages jsonb) RETURNS void
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION search_keyword_6a36a74f(text[], text[], integer[], bigint[], text[], integer, integer, integer, text, boolean, text[], text, text[]) RETURNS TABLE(kind text, name text, value double precision)
    LANGUAGE plpgsql STABLE
    SET plan_cache_mode TO 'force_generic_plan'
    SET jit TO 'off'
    SET max_parallel_workers_per_gather TO '0'
    SET enable_seqscan TO 'off'
    SET enable_bitmapscan TO 'off'
    AS $_$
#variable_conflict use_variable
DECLARE
  spoken text[]; per_term float8;
  rare_terms text[]; rare_weights float8[]; frequent_terms text[]; frequent_weights float8[];
  new_terms text[]; new_postings bigint[];
  depth integer; keys bigint[]; scores float8[]; found_ids text[]; found_scores float8[];
BEGIN
  spoken := (
  SELECT array_agg(language) FROM (VALUES ('ar', 'ar:'), ('da', 'da:'), ('de', 'de:'), ('el', 'el:'), ('en', 'en:'), ('es', 'es:'), ('fi', 'fi:'), ('fr', 'fr:'), ('hi', 'hi:'), ('hu', 'hu:'), ('hy', 'hy:'), ('it', 'it:'), ('lt', 'lt:'), ('nl', 'nl:'), ('no', 'no:'), ('pt', 'pt:'), ('ro', 'ro:'), ('ru', 'ru:'), ('sr', 'sr:'), ('sv', 'sv:'), ('ta', 'ta:'), ('tr', 'tr:'), ('uk', 'uk:'), ('other', 'other:')) AS known (language, marker) WHERE EXISTS (SELECT FROM postings WHERE tenant_id = $9 AND term = known.marker));
  IF NOT spoken <@ $5 THEN
    RETURN QUERY SELECT 'language', language, 0::float8 FROM unnest(spoken) AS language;
    RETURN;
  END IF;
  SELECT * INTO per_term, rare_terms, rare_weights, frequent_terms, frequent_weights, new_terms, new_postings
    FROM (
  WITH speakers AS MATERIALIZED (
    SELECT known.language, hit.passages, hit.passages = 2000 AS is_common
    FROM (VALUES ('ar', 'ar:'), ('da', 'da:'), ('de', 'de:'), ('el', 'el:'), ('en', 'en:'), ('es', 'es:'), ('fi', 'fi:'), ('fr', 'fr:'), ('hi', 'hi:'), ('hu', 'hu:'), ('hy', 'hy:'), ('it', 'it:'), ('lt', 'lt:'), ('nl', 'nl:'), ('no', 'no:'), ('pt', 'pt:'), ('ro', 'ro:'), ('ru', 'ru:'), ('sr', 'sr:'), ('sv', 'sv:'), ('ta', 'ta:'), ('tr', 'tr:'), ('uk', 'uk:'), ('other', 'other:')) AS known (language, marker) CROSS JOIN LATERAL (SELECT count(*) AS passages FROM (
      SELECT FROM postings WHERE tenant_id = $9 AND term = known.marker LIMIT 2000) AS spoken_in) AS hit
    WHERE known.language = ANY(spoken)
  ), corpus AS MATERIALIZED (
    SELECT passages, indexed_terms, (passages - (SELECT coalesce(sum(passages), 0) FROM speakers WHERE NOT is_common))
      / nullif((SELECT count(*) FROM speakers WHERE is_common), 0) AS per_common_language
    FROM corpus_statistics WHERE tenant_id = $9 AND indexed_terms > 0
  ), found AS MATERIALIZED (
    SELECT asked.term, asked.language, asked.word, asked.counted IS NULL AS is_new,
      coalesce(asked.counted, (SELECT count(*) FROM postings WHERE tenant_id = $9 AND term = asked.term)) AS postings
    FROM unnest($1, $2, $3, $4) AS asked (term, language, word, counted)
  ), counted AS (
    SELECT found.term, found.is_new, found.postings, least(corpus.passages, sum(CASE WHEN found.term IS NOT NULL THEN found.postings
      WHEN speakers.is_common THEN corpus.per_common_language ELSE speakers.passages END) OVER (PARTITION BY found.word)) AS containing
    FROM corpus CROSS JOIN found JOIN speakers USING (language)
  ), weighed AS (
    SELECT counted.term, counted.is_new, counted.postings, 2.2::float8
      * ln(1 + (corpus.passages - counted.containing + 0.5::float8) / (counted.containing + 0.5::float8)) AS weight
    FROM corpus CROSS JOIN counted WHERE counted.postings > 0
  ), planned AS (
    SELECT *, sum(postings) OVER rarest_first <= $7 OR row_number() OVER rarest_first = 1 AS finds_passages
    FROM weighed WINDOW rarest_first AS (ORDER BY weight DESC, term)
  )
  SELECT (SELECT 0.8999999999999999::float8 * passages / indexed_terms FROM corpus),
    array_agg(term) FILTER (WHERE finds_passages), array_agg(weight) FILTER (WHERE finds_passages),
    array_agg(term) FILTER (WHERE NOT finds_passages), array_agg(weight) FILTER (WHERE NOT finds_passages),
    array_agg(term) FILTER (WHERE is_new AND postings >= 1000),
    array_agg(postings) FILTER (WHERE is_new AND postings >= 1000)
  FROM planned) AS plan;
  RETURN QUERY SELECT 'postings', term, postings::float8 FROM unnest(new_terms, new_postings) AS counted (term, postings);
  depth := CASE WHEN frequent_terms IS NULL THEN $6 + 300 ELSE $8 END;
  SELECT array_agg(passage_key), array_agg(score) INTO keys, scores FROM (
  SELECT hit.passage_key, sum(asked.weight * hit.frequency / (hit.frequency + 0.3::float8 + per_term * hit.length)) AS score FROM unnest(rare_terms, rare_weights) AS asked (term, weight) CROSS JOIN LATERAL (
    SELECT passage_key, frequency, length FROM postings WHERE tenant_id = $9 AND term = asked.term OFFSET 0) AS hit
  GROUP BY hit.passage_key ORDER BY score DESC, hit.passage_key LIMIT depth) AS best;
  SELECT array_agg(passage_id), array_agg(score) INTO found_ids, found_scores FROM (
  SELECT readable.passage_id, ranked.score FROM (
    SELECT best.passage_key, best.score + coalesce(added.score, 0) AS score
    FROM unnest(keys, scores) AS best (passage_key, score) LEFT JOIN (
      SELECT hit.passage_key, sum(asked.weight * hit.frequency / (hit.frequency + 0.3::float8 + per_term * hit.length)) AS score FROM unnest(frequent_terms, frequent_weights) AS asked (term, weight)
        CROSS JOIN LATERAL (SELECT passage_key, frequency, length FROM postings
          WHERE tenant_id = $9 AND term = asked.term AND passage_key = ANY(keys) OFFSET 0) AS hit
      GROUP BY hit.passage_key) AS added USING (passage_key)
    ORDER BY score DESC, passage_key OFFSET 0) AS ranked
  CROSS JOIN LATERAL (SELECT passages.passage_id FROM passages JOIN documents AS document USING (document_key)
    WHERE passages.passage_key = ranked.passage_key AND (document.tenant_id = $9::text
    AND ($10::boolean OR document.namespace = 'public' OR document.namespace = ANY($11::text[]) OR document.department = $12::text)
    AND ($13::text[] IS NULL OR document.namespace = ANY($13::text[]))) OFFSET 0) AS readable
  LIMIT $6) AS found;
  -- Too little of the best is readable, and there is more: only what is readable counts among the best.
  IF cardinality(keys) = depth AND coalesce(cardinality(found_ids), 0) < $6 THEN
    SELECT array_agg(passage_key), array_agg(score) INTO keys, scores FROM (
  SELECT scored.passage_key, scored.score FROM (
    SELECT hit.passage_key, hit.document_key, sum(asked.weight * hit.frequency / (hit.frequency + 0.3::float8 + per_term * hit.length)) AS score FROM unnest(rare_terms, rare_weights) AS asked (term, weight)
      CROSS JOIN LATERAL (SELECT passage_key, document_key, frequency, length FROM postings
        WHERE tenant_id = $9 AND term = asked.term OFFSET 0) AS hit
    GROUP BY hit.passage_key, hit.document_key ORDER BY score DESC, hit.passage_key OFFSET 0) AS scored
  WHERE EXISTS (SELECT FROM documents AS document WHERE document.document_key = scored.document_key AND (document.tenant_id = $9::text
    AND ($10::boolean OR document.namespace = 'public' OR document.namespace = ANY($11::text[]) OR document.department = $12::text)
    AND ($13::text[] IS NULL OR document.namespace = ANY($13::text[]))) OFFSET 0)
  LIMIT depth) AS best;
    SELECT array_agg(passage_id), array_agg(score) INTO found_ids, found_scores FROM (
  SELECT readable.passage_id, ranked.score FROM (
    SELECT best.passage_key, best.score + coalesce(added.score, 0) AS score
    FROM unnest(keys, scores) AS best (passage_key, score) LEFT JOIN (
      SELECT hit.passage_key, sum(asked.weight * hit.frequency / (hit.frequency + 0.3::float8 + per_term * hit.length)) AS score FROM unnest(frequent_terms, frequent_weights) AS asked (term, weight)
        CROSS JOIN LATERAL (SELECT passage_key, frequency, length FROM postings
          WHERE tenant_id = $9 AND term = asked.term AND passage_key = ANY(keys) OFFSET 0) AS hit
      GROUP BY hit.passage_key) AS added USING (passage_key)
    ORDER BY score DESC, passage_key OFFSET 0) AS ranked
  CROSS JOIN LATERAL (SELECT passages.passage_id FROM passages JOIN documents AS document USING (document_key)
    WHERE passages.passage_key = ranked.passage_key AND (document.tenant_id = $9::text
    AND ($10::boolean OR document.namespace = 'public' OR document.namespace = ANY($11::text[]) OR document.department = $12::text)
    AND ($13::text[] IS NULL OR document.namespace = ANY($13::text[]))) OFFSET 0) AS readable
  LIMIT $6) AS found;
  END IF;
  RETURN QUERY SELECT 'passage', passage_id, score FROM unnest(found_ids, found_scores) AS found (passage_id, score);
END
$_$;
CREATE FUNCTION settle_upkeep(p_holder text, p_done jsonb) RETURNS void
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION source_retry_at(p_failures integer) RETURNS timestamp with time zone
    LANGUAGE sql
    AS $$
  SELECT now() + least(interval '15 minutes' * power(2, least(p_failures, 10)), interval '24 hours')
$$;
CREATE FUNCTION start_run(p_tenant text, p_ingestion text, p_run text, p_alive_ms double precision) RETURNS text
    LANGUAGE plpgsql
    AS $$
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
CREATE FUNCTION without(p_from text[], p_what text[]) RETURNS text[]
    LANGUAGE sql IMMUTABLE
    AS $$
  SELECT coalesce(array_agg(DISTINCT item), '{}') FROM unnest(p_from) AS item WHERE item <> ALL (p_what)
$$;
CREATE TABLE corpus_statistics (
    tenant_id text NOT NULL,
    passages bigint NOT NULL,
    indexed_terms bigint NOT NULL
);
CREATE TABLE document_sources (
    tenant_id text NOT NULL,
    source text NOT NULL,
    pass bigint NOT NULL,
    holder text,
    lease_until timestamp with time zone,
    started_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE SEQUENCE document_versions_version
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
CREATE TABLE document_versions (
    tenant_id text NOT NULL,
    document_id text NOT NULL,
    version bigint DEFAULT nextval('document_versions_version'::regclass) NOT NULL,
    title text NOT NULL,
    source text,
    namespace text NOT NULL,
    department text,
    metadata jsonb NOT NULL,
    content text NOT NULL,
    content_hash text NOT NULL,
    size_bytes integer NOT NULL
);
CREATE TABLE documents (
    document_key bigint NOT NULL,
    tenant_id text NOT NULL,
    document_id text NOT NULL,
    current_version bigint,
    title text,
    source text,
    namespace text,
    department text,
    metadata jsonb,
    content_hash text,
    size_bytes integer DEFAULT 0 NOT NULL,
    passages integer DEFAULT 0 NOT NULL,
    indexed_terms bigint DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    published_at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL
);
ALTER TABLE documents ALTER COLUMN document_key ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME documents_document_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE embedding_batches (
    tenant_id text NOT NULL,
    ingestion_id text NOT NULL,
    batch_id text NOT NULL,
    submitted_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE index_generations (
    generation text NOT NULL,
    holder text,
    alive_until timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    state text DEFAULT 'building'::text NOT NULL,
    "position" bigint DEFAULT 0 NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    completed_at timestamp with time zone,
    CONSTRAINT index_generations_state_check CHECK ((state = ANY (ARRAY['building'::text, 'complete'::text])))
);
CREATE TABLE ingest_runs (
    run_id text NOT NULL,
    owner text NOT NULL,
    alive_until timestamp with time zone NOT NULL
);
CREATE TABLE ingestion_documents (
    tenant_id text NOT NULL,
    ingestion_id text NOT NULL,
    document_id text NOT NULL,
    ordinal integer NOT NULL,
    version bigint,
    status text DEFAULT 'pending'::text NOT NULL,
    passages integer DEFAULT 0 NOT NULL,
    error text,
    "position" integer,
    published text,
    batch_id text,
    is_stand_in boolean DEFAULT false NOT NULL,
    CONSTRAINT ingestion_documents_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'embedded'::text, 'unchanged'::text, 'failed'::text])))
);
CREATE TABLE ingestions (
    tenant_id text NOT NULL,
    ingestion_id text NOT NULL,
    principal_id text NOT NULL,
    status text DEFAULT 'queued'::text NOT NULL,
    callback_url text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    checked_at timestamp with time zone DEFAULT now() NOT NULL,
    total integer DEFAULT 0 NOT NULL,
    pending integer DEFAULT 0 NOT NULL,
    embedded integer DEFAULT 0 NOT NULL,
    unchanged integer DEFAULT 0 NOT NULL,
    failed integer DEFAULT 0 NOT NULL,
    embedding text DEFAULT 'realtime'::text NOT NULL,
    CONSTRAINT ingestions_embedding_check CHECK ((embedding = ANY (ARRAY['realtime'::text, 'batch'::text]))),
    CONSTRAINT ingestions_status_check CHECK ((status = ANY (ARRAY['queued'::text, 'running'::text, 'finished'::text, 'failed'::text])))
);
CREATE TABLE passages (
    passage_key bigint NOT NULL,
    tenant_id text NOT NULL,
    passage_id text NOT NULL,
    document_key bigint NOT NULL,
    ordinal integer NOT NULL,
    headings text[] NOT NULL,
    text text NOT NULL,
    content_hash text NOT NULL
);
ALTER TABLE passages ALTER COLUMN passage_key ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME passages_passage_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE postings (
    tenant_id text NOT NULL,
    term text NOT NULL,
    passage_key bigint NOT NULL,
    document_key bigint NOT NULL,
    frequency double precision NOT NULL,
    length double precision NOT NULL
);
CREATE TABLE ragfleet_migrations (
    component text NOT NULL,
    number integer NOT NULL,
    name text NOT NULL,
    checksum text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE source_documents (
    tenant_id text NOT NULL,
    source text NOT NULL,
    item_id text NOT NULL,
    document_id text NOT NULL,
    seen bigint NOT NULL,
    stale boolean DEFAULT false NOT NULL
);
CREATE TABLE source_items (
    tenant_id text NOT NULL,
    source text NOT NULL,
    item_id text NOT NULL,
    item_key text NOT NULL,
    seen bigint NOT NULL,
    revision text,
    labels_digest text DEFAULT ''::text NOT NULL,
    ingestion_ids text[] DEFAULT '{}'::text[] NOT NULL,
    failures integer DEFAULT 0 NOT NULL,
    failed_revision text,
    retry_at timestamp with time zone,
    error text
);
CREATE TABLE source_passes (
    tenant_id text NOT NULL,
    source text NOT NULL,
    pass bigint NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone DEFAULT now() NOT NULL,
    outcome text NOT NULL,
    reason text,
    counts jsonb NOT NULL,
    errors jsonb NOT NULL
);
CREATE TABLE upload_files (
    tenant_id text NOT NULL,
    ingestion_id text NOT NULL,
    ordinal integer NOT NULL,
    document_ordinal integer NOT NULL,
    name text NOT NULL,
    media_type text
);
CREATE TABLE upload_pieces (
    tenant_id text NOT NULL,
    ingestion_id text NOT NULL,
    file_ordinal integer NOT NULL,
    piece integer NOT NULL,
    bytes bytea NOT NULL
);
ALTER TABLE ONLY upload_pieces ALTER COLUMN bytes SET STORAGE EXTERNAL;
CREATE TABLE uploads (
    tenant_id text NOT NULL,
    ingestion_id text NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    size_bytes bigint DEFAULT 0 NOT NULL,
    namespace text,
    department text,
    metadata jsonb
);
CREATE TABLE vector_upkeep (
    tenant_id text NOT NULL,
    document_id text NOT NULL,
    holder text,
    written text[] DEFAULT '{}'::text[] NOT NULL,
    leftover text[] DEFAULT '{}'::text[] NOT NULL,
    removed text[] DEFAULT '{}'::text[] NOT NULL,
    removed_at timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    is_relabeled boolean DEFAULT false NOT NULL
);
INSERT INTO corpus_statistics VALUES ('globex', 1, 7);
INSERT INTO corpus_statistics VALUES ('acme', 3, 18);
INSERT INTO document_sources VALUES ('acme', 'wiki', 1, 'one', '2026-11-30 02:51:19.74819+00', '2026-11-30 02:51:19.74819+00');
INSERT INTO document_versions VALUES ('acme', 'leave', 3, 'Leave', NULL, 'default', NULL, '{}', 'Everybody has thirty-one days of leave a year.', 'a3a8a06abaaf60472fddc1d682d402886bbffa66e9f416f1678f6273a0e1a4ed', 46);
INSERT INTO document_versions VALUES ('globex', 'leave', 4, 'Leave', NULL, 'default', NULL, '{}', 'Globex gives twenty days of leave.', 'cfd3877a1d84572f5ef17107395115edb640a79d17f4386b25f663154924e803', 34);
INSERT INTO document_versions VALUES ('acme', 'travel', 2, 'Travel', NULL, 'public', 'hr', '{"page": "3"}', 'Trains are paid for in full.', '46d67aeb23065d064e4bea85803c796421124991b85230a5dddc79ba3895335c', 28);
INSERT INTO document_versions VALUES ('acme', 'waiting', 6, 'Waiting', NULL, 'default', NULL, '{}', 'Nobody has cut this yet.', 'c0a53fd18eb559aa2ccd0bffb5cf3e0eefee969858b0028f97455d364bd5ed2c', 24);
INSERT INTO document_versions VALUES ('acme', 'also', 7, 'Also', NULL, 'default', NULL, '{}', 'Nor this.', '73aaa1a3789b7eebe0484cdbb4df504519673ce32368b0b4f4cf46e990504501', 9);
INSERT INTO document_versions VALUES ('acme', 'cut', 8, 'Cut', NULL, 'default', NULL, '{}', 'The run died after this.', '82734cc562c09f324f1aeffd3578c52da9d0a0a0ec27af28f99c9bac3cb425b1', 24);
INSERT INTO documents OVERRIDING SYSTEM VALUE VALUES (1, 'acme', 'leave', 3, 'Leave', NULL, 'default', NULL, '{}', 'a3a8a06abaaf60472fddc1d682d402886bbffa66e9f416f1678f6273a0e1a4ed', 46, 1, 8, '2026-11-30 02:51:19.662556+00', '2026-11-30 02:51:19.712643+00', '2026-11-30 02:51:19.712643+00');
INSERT INTO documents OVERRIDING SYSTEM VALUE VALUES (4, 'globex', 'leave', 4, 'Leave', NULL, 'default', NULL, '{}', 'cfd3877a1d84572f5ef17107395115edb640a79d17f4386b25f663154924e803', 34, 1, 7, '2026-11-30 02:51:19.717642+00', '2026-11-30 02:51:19.72325+00', '2026-11-30 02:51:19.72325+00');
INSERT INTO documents OVERRIDING SYSTEM VALUE VALUES (2, 'acme', 'travel', 2, 'Travel', NULL, 'public', 'hr', '{"page": "3"}', '46d67aeb23065d064e4bea85803c796421124991b85230a5dddc79ba3895335c', 28, 1, 5, '2026-11-30 02:51:19.693136+00', '2026-11-30 02:51:19.72724+00', '2026-11-30 02:51:19.700543+00');
INSERT INTO documents OVERRIDING SYSTEM VALUE VALUES (6, 'acme', 'also', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, 0, '2026-11-30 02:51:19.740826+00', '2026-11-30 02:51:19.740826+00', '-infinity');
INSERT INTO documents OVERRIDING SYSTEM VALUE VALUES (7, 'acme', 'waiting', NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, 0, 0, '2026-11-30 02:51:19.740826+00', '2026-11-30 02:51:19.740826+00', '-infinity');
INSERT INTO documents OVERRIDING SYSTEM VALUE VALUES (8, 'acme', 'cut', 8, 'Cut', NULL, 'default', NULL, '{}', '82734cc562c09f324f1aeffd3578c52da9d0a0a0ec27af28f99c9bac3cb425b1', 24, 1, 5, '2026-11-30 02:51:19.754463+00', '2026-11-30 02:51:19.759342+00', '2026-11-30 02:51:19.759342+00');
INSERT INTO ingest_runs VALUES ('run_2', 'acme ing_ca8d0565-2cd7-4812-b51f-e0d56ddb810d', '2026-11-30 02:51:19.688134+00');
INSERT INTO ingest_runs VALUES ('run_4', 'acme ing_5341c8cb-771f-46f9-a9f7-d98ac6d4ae34', '2026-11-30 02:51:19.702661+00');
INSERT INTO ingest_runs VALUES ('run_6', 'acme ing_68a1e368-a776-4c1f-ab72-aa11442f93ac', '2026-11-30 02:51:19.714855+00');
INSERT INTO ingest_runs VALUES ('run_8', 'globex ing_e1133aea-718f-403b-9f47-46870775f943', '2026-11-30 02:51:19.72519+00');
INSERT INTO ingest_runs VALUES ('run_10', 'acme ing_625db487-fc71-4b23-959b-1a5f82d61581', '2026-11-30 02:51:19.736849+00');
INSERT INTO ingest_runs VALUES ('run_11', 'acme ing_fa440761-16b8-4cf6-aa92-87fd2b06958b', '2026-11-30 02:51:19.756392+00');
INSERT INTO ingestion_documents VALUES ('acme', 'ing_ca8d0565-2cd7-4812-b51f-e0d56ddb810d', 'leave', 0, 1, 'embedded', 1, NULL, 1, 'embedded', NULL, false);
INSERT INTO ingestion_documents VALUES ('acme', 'ing_5341c8cb-771f-46f9-a9f7-d98ac6d4ae34', 'travel', 0, 2, 'embedded', 1, NULL, 1, 'embedded', NULL, false);
INSERT INTO ingestion_documents VALUES ('acme', 'ing_68a1e368-a776-4c1f-ab72-aa11442f93ac', 'leave', 0, 3, 'embedded', 1, NULL, 1, 'embedded', NULL, false);
INSERT INTO ingestion_documents VALUES ('globex', 'ing_e1133aea-718f-403b-9f47-46870775f943', 'leave', 0, 4, 'embedded', 1, NULL, 1, 'embedded', NULL, false);
INSERT INTO ingestion_documents VALUES ('acme', 'ing_625db487-fc71-4b23-959b-1a5f82d61581', 'gone', 0, 5, 'embedded', 1, NULL, 1, 'embedded', NULL, false);
INSERT INTO ingestion_documents VALUES ('acme', 'ing_affc8d39-db06-47bc-952c-edf4c26aa73e', 'waiting', 0, 6, 'pending', 0, NULL, NULL, NULL, NULL, false);
INSERT INTO ingestion_documents VALUES ('acme', 'ing_affc8d39-db06-47bc-952c-edf4c26aa73e', 'also', 1, 7, 'pending', 0, NULL, NULL, NULL, NULL, false);
INSERT INTO ingestion_documents VALUES ('acme', 'ing_976d2414-fb6e-4150-a493-0d0ff9220e90', 'notes.txt', 0, NULL, 'pending', 0, NULL, NULL, NULL, NULL, true);
INSERT INTO ingestion_documents VALUES ('acme', 'ing_fa440761-16b8-4cf6-aa92-87fd2b06958b', 'cut', 0, 8, 'pending', 0, NULL, 1, 'embedded', NULL, false);
INSERT INTO ingestions VALUES ('acme', 'ing_ca8d0565-2cd7-4812-b51f-e0d56ddb810d', 'ann', 'finished', NULL, '2026-11-30 02:51:19.662556+00', '2026-11-30 02:51:19.692013+00', '2026-11-30 02:51:19.662556+00', 1, 0, 1, 0, 0, 'realtime');
INSERT INTO ingestions VALUES ('acme', 'ing_5341c8cb-771f-46f9-a9f7-d98ac6d4ae34', 'ann', 'finished', NULL, '2026-11-30 02:51:19.693136+00', '2026-11-30 02:51:19.705089+00', '2026-11-30 02:51:19.693136+00', 1, 0, 1, 0, 0, 'realtime');
INSERT INTO ingestions VALUES ('acme', 'ing_68a1e368-a776-4c1f-ab72-aa11442f93ac', 'ann', 'finished', NULL, '2026-11-30 02:51:19.706151+00', '2026-11-30 02:51:19.716966+00', '2026-11-30 02:51:19.706151+00', 1, 0, 1, 0, 0, 'realtime');
INSERT INTO ingestions VALUES ('globex', 'ing_e1133aea-718f-403b-9f47-46870775f943', 'ann', 'finished', NULL, '2026-11-30 02:51:19.717642+00', '2026-11-30 02:51:19.726607+00', '2026-11-30 02:51:19.717642+00', 1, 0, 1, 0, 0, 'realtime');
INSERT INTO ingestions VALUES ('acme', 'ing_625db487-fc71-4b23-959b-1a5f82d61581', 'ann', 'finished', NULL, '2026-11-30 02:51:19.728172+00', '2026-11-30 02:51:19.738756+00', '2026-11-30 02:51:19.728172+00', 1, 0, 1, 0, 0, 'realtime');
INSERT INTO ingestions VALUES ('acme', 'ing_affc8d39-db06-47bc-952c-edf4c26aa73e', 'ann', 'queued', NULL, '2026-11-30 02:51:19.740826+00', NULL, '2026-11-30 02:51:19.740826+00', 2, 2, 0, 0, 0, 'realtime');
INSERT INTO ingestions VALUES ('acme', 'ing_976d2414-fb6e-4150-a493-0d0ff9220e90', 'ann', 'queued', NULL, '2026-11-30 02:51:19.74592+00', NULL, '2026-11-30 02:51:19.74592+00', 1, 1, 0, 0, 0, 'realtime');
INSERT INTO ingestions VALUES ('acme', 'ing_fa440761-16b8-4cf6-aa92-87fd2b06958b', 'ann', 'running', NULL, '2026-11-30 02:51:19.754463+00', NULL, '2026-11-30 02:51:19.754463+00', 1, 1, 0, 0, 0, 'realtime');
INSERT INTO passages OVERRIDING SYSTEM VALUE VALUES (2, 'acme', 'travel-2', 2, 0, '{}', 'Trains are paid for in full.', 'h');
INSERT INTO passages OVERRIDING SYSTEM VALUE VALUES (3, 'acme', 'leave-3', 1, 0, '{}', 'Everybody has thirty-one days of leave a year.', 'h');
INSERT INTO passages OVERRIDING SYSTEM VALUE VALUES (4, 'globex', 'leave-4', 4, 0, '{}', 'Globex gives twenty days of leave.', 'h');
INSERT INTO passages OVERRIDING SYSTEM VALUE VALUES (6, 'acme', 'cut-8', 8, 0, '{}', 'The run died after this.', 'h');
INSERT INTO postings VALUES ('acme', 'en:', 2, 2, 0, 5);
INSERT INTO postings VALUES ('acme', 'en:full', 2, 2, 1, 5);
INSERT INTO postings VALUES ('acme', 'en:paid', 2, 2, 1, 5);
INSERT INTO postings VALUES ('acme', 'en:train', 2, 2, 1, 5);
INSERT INTO postings VALUES ('acme', 'en:travel', 2, 2, 2, 5);
INSERT INTO postings VALUES ('acme', 'en:', 3, 1, 0, 8);
INSERT INTO postings VALUES ('acme', 'en:on', 3, 1, 1, 8);
INSERT INTO postings VALUES ('acme', 'en:dai', 3, 1, 1, 8);
INSERT INTO postings VALUES ('acme', 'en:leav', 3, 1, 3, 8);
INSERT INTO postings VALUES ('acme', 'en:year', 3, 1, 1, 8);
INSERT INTO postings VALUES ('acme', 'en:thirti', 3, 1, 1, 8);
INSERT INTO postings VALUES ('acme', 'en:everybodi', 3, 1, 1, 8);
INSERT INTO postings VALUES ('globex', 'en:', 4, 4, 0, 7);
INSERT INTO postings VALUES ('globex', 'en:dai', 4, 4, 1, 7);
INSERT INTO postings VALUES ('globex', 'en:give', 4, 4, 1, 7);
INSERT INTO postings VALUES ('globex', 'en:leav', 4, 4, 3, 7);
INSERT INTO postings VALUES ('globex', 'en:globex', 4, 4, 1, 7);
INSERT INTO postings VALUES ('globex', 'en:twenti', 4, 4, 1, 7);
INSERT INTO postings VALUES ('acme', 'en:', 6, 8, 0, 5);
INSERT INTO postings VALUES ('acme', 'en:di', 6, 8, 1, 5);
INSERT INTO postings VALUES ('acme', 'en:cut', 6, 8, 2, 5);
INSERT INTO postings VALUES ('acme', 'en:run', 6, 8, 1, 5);
INSERT INTO postings VALUES ('acme', 'en:after', 6, 8, 1, 5);
INSERT INTO ragfleet_migrations VALUES ('document-store', 1, 'documents', '654ac8a1baf45e19a9b1feba4b3c915b2ebd9abef295a44936f649ccb9c0d034', '2026-11-30 02:51:19.510701+00');
INSERT INTO ragfleet_migrations VALUES ('document-store', 2, 'passages', '7bec36cdc0ec819b79a1bf9bf93c302aa843926216244338ac447318eae29a25', '2026-11-30 02:51:19.523859+00');
INSERT INTO ragfleet_migrations VALUES ('document-store', 3, 'changes', 'eac46b8cc9f12c07f7c534e3fbda1f9dbaf5d4294c550a0efd03a4a12c69e7b1', '2026-11-30 02:51:19.535056+00');
INSERT INTO ragfleet_migrations VALUES ('document-store', 4, 'unfinished-ingestions', '131464b98800dbd31b9ad7e7aa1793b8e489bcbf99fdfffc309abab63758ba50', '2026-11-30 02:51:19.538543+00');
INSERT INTO ragfleet_migrations VALUES ('document-store', 5, 'ingestion-counts', 'f71173041daabf9c21abfc4ece280f4b45b81b8d4e7858a5047662fe7d271d98', '2026-11-30 02:51:19.549333+00');
INSERT INTO ragfleet_migrations VALUES ('document-store', 6, 'document-claims', 'b70e18a4c7658d31fe484c71c11f8cc07f38aedbe9980e50839266fa95298254', '2026-11-30 02:51:19.570837+00');
INSERT INTO ragfleet_migrations VALUES ('document-store', 7, 'vector-upkeep', '4e29fc1b996e4798fe51df0b3638e63593bcfb38568f373c8cd312e6e6b48aaa', '2026-11-30 02:51:19.598111+00');
INSERT INTO ragfleet_migrations VALUES ('document-store', 8, 'uploads', '998b83c3b36983b7e41282185ff78db235163885a8d6e026edd19225995f165a', '2026-11-30 02:51:19.608852+00');
INSERT INTO ragfleet_migrations VALUES ('document-store', 9, 'sources', '43a4b5ed335483c92e77f135a69cf20df6a98e7614b2fa37881ecfd26340bfbc', '2026-11-30 02:51:19.645335+00');
INSERT INTO ragfleet_migrations VALUES ('document-store', 10, 'keyword-languages', 'd4a69b7f1ddf910bdbacf05652e1c756464c9598c47165b3dc3025673583fc96', '2026-11-30 02:51:19.654936+00');
INSERT INTO ragfleet_migrations VALUES ('document-store', 11, 'large-ingestions', 'ee5837355aad67bbfd3c4eb6d520657c9907734358a23cd3756ed4ab3e7edae8', '2026-11-30 02:51:19.656926+00');
INSERT INTO ragfleet_migrations VALUES ('search_keyword_6a36a74f', 1, 'search', '6a96175d66897a936ff86fd5e63b4f18487eddb1dba6bd8d2c55aaf92bc124c4', '2026-11-30 02:51:19.659648+00');
INSERT INTO source_documents VALUES ('acme', 'wiki', 'NmAxWprz3yVdjxmrB35Hl4IrQUiKDioEvGr3EhPCMnQ', 'page', 1, false);
INSERT INTO source_items VALUES ('acme', 'wiki', 'NmAxWprz3yVdjxmrB35Hl4IrQUiKDioEvGr3EhPCMnQ', 'page', 1, 'r1', 'l', '{}', 0, NULL, NULL, NULL);
INSERT INTO upload_files VALUES ('acme', 'ing_976d2414-fb6e-4150-a493-0d0ff9220e90', 0, 0, 'notes.txt', 'text/plain');
INSERT INTO upload_pieces VALUES ('acme', 'ing_976d2414-fb6e-4150-a493-0d0ff9220e90', 0, 0, '\x4e6f746573206f662061206d656574696e672e');
INSERT INTO uploads VALUES ('acme', 'ing_976d2414-fb6e-4150-a493-0d0ff9220e90', '2026-11-30 02:51:19.743546+00', 19, 'hr', NULL, '{"origin": "form"}');
INSERT INTO vector_upkeep VALUES ('acme', 'leave', 'run_5', '{}', '{leave-1}', '{}', '-infinity', false);
INSERT INTO vector_upkeep VALUES ('acme', 'travel', NULL, '{}', '{}', '{}', '-infinity', true);
INSERT INTO vector_upkeep VALUES ('acme', 'gone', NULL, '{}', '{gone-5}', '{}', '-infinity', false);
SELECT pg_catalog.setval('document_versions_version', 8, true);
SELECT pg_catalog.setval('documents_document_key_seq', 8, true);
SELECT pg_catalog.setval('passages_passage_key_seq', 6, true);
ALTER TABLE ONLY corpus_statistics
    ADD CONSTRAINT corpus_statistics_pkey PRIMARY KEY (tenant_id);
ALTER TABLE ONLY document_sources
    ADD CONSTRAINT document_sources_pkey PRIMARY KEY (tenant_id, source);
ALTER TABLE ONLY document_versions
    ADD CONSTRAINT document_versions_pkey PRIMARY KEY (tenant_id, document_id, version);
ALTER TABLE ONLY documents
    ADD CONSTRAINT documents_document_key_key UNIQUE (document_key);
ALTER TABLE ONLY documents
    ADD CONSTRAINT documents_pkey PRIMARY KEY (tenant_id, document_id);
ALTER TABLE ONLY embedding_batches
    ADD CONSTRAINT embedding_batches_pkey PRIMARY KEY (tenant_id, ingestion_id, batch_id);
ALTER TABLE ONLY index_generations
    ADD CONSTRAINT index_generations_pkey PRIMARY KEY (generation);
ALTER TABLE ONLY ingest_runs
    ADD CONSTRAINT ingest_runs_owner_key UNIQUE (owner);
ALTER TABLE ONLY ingest_runs
    ADD CONSTRAINT ingest_runs_pkey PRIMARY KEY (run_id);
ALTER TABLE ONLY ingestion_documents
    ADD CONSTRAINT ingestion_documents_pkey PRIMARY KEY (tenant_id, ingestion_id, ordinal);
ALTER TABLE ONLY ingestions
    ADD CONSTRAINT ingestions_pkey PRIMARY KEY (tenant_id, ingestion_id);
ALTER TABLE ONLY passages
    ADD CONSTRAINT passages_pkey PRIMARY KEY (passage_key);
ALTER TABLE ONLY passages
    ADD CONSTRAINT passages_tenant_id_passage_id_key UNIQUE (tenant_id, passage_id);
ALTER TABLE ONLY ragfleet_migrations
    ADD CONSTRAINT ragfleet_migrations_pkey PRIMARY KEY (component, number);
ALTER TABLE ONLY source_documents
    ADD CONSTRAINT source_documents_pkey PRIMARY KEY (tenant_id, source, item_id, document_id);
ALTER TABLE ONLY source_items
    ADD CONSTRAINT source_items_pkey PRIMARY KEY (tenant_id, source, item_id);
ALTER TABLE ONLY source_passes
    ADD CONSTRAINT source_passes_pkey PRIMARY KEY (tenant_id, source, pass);
ALTER TABLE ONLY upload_files
    ADD CONSTRAINT upload_files_pkey PRIMARY KEY (tenant_id, ingestion_id, ordinal);
ALTER TABLE ONLY upload_pieces
    ADD CONSTRAINT upload_pieces_pkey PRIMARY KEY (tenant_id, ingestion_id, file_ordinal, piece);
ALTER TABLE ONLY uploads
    ADD CONSTRAINT uploads_pkey PRIMARY KEY (tenant_id, ingestion_id);
ALTER TABLE ONLY vector_upkeep
    ADD CONSTRAINT vector_upkeep_pkey PRIMARY KEY (tenant_id, document_id);
CREATE UNIQUE INDEX ingestion_documents_id ON ingestion_documents USING btree (tenant_id, ingestion_id, document_id) WHERE (NOT is_stand_in);
CREATE INDEX ingestion_documents_pending ON ingestion_documents USING btree (tenant_id, document_id, version) WHERE (status = 'pending'::text);
CREATE INDEX ingestion_documents_waiting ON ingestion_documents USING btree (tenant_id, ingestion_id, "position") WHERE (status = 'pending'::text);
CREATE INDEX ingestions_finished ON ingestions USING btree (tenant_id, finished_at);
CREATE INDEX ingestions_unfinished ON ingestions USING btree (checked_at) WHERE (status = ANY (ARRAY['queued'::text, 'running'::text]));
CREATE INDEX passages_document ON passages USING btree (document_key);
CREATE INDEX postings_document ON postings USING btree (document_key);
CREATE INDEX postings_term ON postings USING btree (tenant_id, term, passage_key) INCLUDE (document_key, frequency, length);
CREATE INDEX source_documents_stale ON source_documents USING btree (tenant_id, source, item_id) WHERE stale;
CREATE INDEX source_items_submitted ON source_items USING btree (tenant_id, source) WHERE (ingestion_ids <> '{}'::text[]);
CREATE INDEX uploads_started ON uploads USING btree (started_at);
CREATE INDEX vector_upkeep_holder ON vector_upkeep USING btree (holder);
CREATE TRIGGER count_added AFTER INSERT ON ingestion_documents REFERENCING NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION count_outcomes();
CREATE TRIGGER count_changed AFTER UPDATE ON ingestion_documents REFERENCING OLD TABLE AS before NEW TABLE AS after FOR EACH STATEMENT EXECUTE FUNCTION count_outcomes();
CREATE TRIGGER count_removed AFTER DELETE ON ingestion_documents REFERENCING OLD TABLE AS before FOR EACH STATEMENT EXECUTE FUNCTION count_outcomes();
CREATE TRIGGER keep_index AFTER INSERT OR DELETE OR UPDATE ON documents FOR EACH ROW EXECUTE FUNCTION keep_index();
ALTER TABLE ONLY document_versions
    ADD CONSTRAINT document_versions_tenant_id_document_id_fkey FOREIGN KEY (tenant_id, document_id) REFERENCES documents(tenant_id, document_id) ON DELETE CASCADE;
ALTER TABLE ONLY embedding_batches
    ADD CONSTRAINT embedding_batches_tenant_id_ingestion_id_fkey FOREIGN KEY (tenant_id, ingestion_id) REFERENCES ingestions(tenant_id, ingestion_id) ON DELETE CASCADE;
ALTER TABLE ONLY ingestion_documents
    ADD CONSTRAINT ingestion_documents_tenant_id_ingestion_id_fkey FOREIGN KEY (tenant_id, ingestion_id) REFERENCES ingestions(tenant_id, ingestion_id) ON DELETE CASCADE;
ALTER TABLE ONLY passages
    ADD CONSTRAINT passages_document_key_fkey FOREIGN KEY (document_key) REFERENCES documents(document_key) ON DELETE CASCADE;
ALTER TABLE ONLY source_documents
    ADD CONSTRAINT source_documents_tenant_id_source_item_id_fkey FOREIGN KEY (tenant_id, source, item_id) REFERENCES source_items(tenant_id, source, item_id) ON DELETE CASCADE;
ALTER TABLE ONLY source_items
    ADD CONSTRAINT source_items_tenant_id_source_fkey FOREIGN KEY (tenant_id, source) REFERENCES document_sources(tenant_id, source) ON DELETE CASCADE;
ALTER TABLE ONLY source_passes
    ADD CONSTRAINT source_passes_tenant_id_source_fkey FOREIGN KEY (tenant_id, source) REFERENCES document_sources(tenant_id, source) ON DELETE CASCADE;
ALTER TABLE ONLY upload_files
    ADD CONSTRAINT upload_files_tenant_id_ingestion_id_fkey FOREIGN KEY (tenant_id, ingestion_id) REFERENCES uploads(tenant_id, ingestion_id) ON DELETE CASCADE;
ALTER TABLE ONLY upload_pieces
    ADD CONSTRAINT upload_pieces_tenant_id_ingestion_id_fkey FOREIGN KEY (tenant_id, ingestion_id) REFERENCES uploads(tenant_id, ingestion_id) ON DELETE CASCADE;
