import type { Migration } from '@ragfleet/postgres-connection';

/**
 * Upkeep in statements whose work has a bound, out of everybody's requests: what ended long ago, what vector indexes owe,
 * what an ingestion that was given up leaves; and whether anybody was told of an ingestion's end.
 */
export const boundedUpkeep: Migration = {
  name: 'bounded-upkeep',
  sql: `
-- Tables in the order in which everybody locks them. What is owed, and what is paid and only remembered: neither is looked
-- for among the other.
CREATE INDEX vector_upkeep_owed ON vector_upkeep (tenant_id, document_id)
  WHERE leftover <> '{}' OR is_relabeled OR written <> '{}';
CREATE INDEX vector_upkeep_paid ON vector_upkeep (removed_at)
  WHERE written = '{}' AND leftover = '{}' AND NOT is_relabeled;

-- Debts of documents that nobody works on. What was written for a version that waits for its next run is not one. Planned
-- anew for each call: one document and all of them take different indexes.
CREATE OR REPLACE FUNCTION claim_upkeep(
  p_holder text, p_alive_ms float8, p_limit integer, p_tenant text, p_document text)
RETURNS TABLE (tenant_id text, document_id text, is_deleted boolean, leftover text[], is_relabeled boolean,
  namespace text, department text)
LANGUAGE plpgsql SET plan_cache_mode = force_custom_plan AS $$
#variable_conflict use_column
BEGIN
  IF p_document IS NULL THEN
    DELETE FROM ingest_runs WHERE alive_until < now() - interval '1 hour';
    DELETE FROM vector_upkeep AS paid WHERE paid.ctid = ANY (ARRAY(
      SELECT done.ctid FROM vector_upkeep AS done
      WHERE done.written = '{}' AND done.leftover = '{}' AND NOT done.is_relabeled
        AND done.removed_at < now() - interval '10 minutes' AND (done.holder IS NULL OR NOT is_alive(done.holder))
      ORDER BY done.removed_at LIMIT 1000 FOR UPDATE SKIP LOCKED));
  END IF;
  PERFORM begin_run(p_holder, p_holder, p_alive_ms);

  UPDATE vector_upkeep AS owed SET holder = p_holder,
    leftover = CASE WHEN due.is_waiting THEN owed.leftover
      ELSE without(owed.leftover || owed.written, current_passages(owed.tenant_id, owed.document_id)) END,
    written = CASE WHEN due.is_waiting THEN owed.written ELSE '{}' END
  FROM (SELECT candidate.tenant_id, candidate.document_id, EXISTS (SELECT FROM ingestion_documents AS item
      WHERE item.tenant_id = candidate.tenant_id AND item.document_id = candidate.document_id AND item.status = 'pending') AS is_waiting
    FROM vector_upkeep AS candidate
    WHERE (p_document IS NULL OR (candidate.tenant_id = p_tenant AND candidate.document_id = p_document))
      AND (candidate.leftover <> '{}' OR candidate.is_relabeled OR candidate.written <> '{}')
      AND (candidate.holder IS NULL OR NOT is_alive(candidate.holder))
      AND (candidate.leftover <> '{}' OR candidate.is_relabeled OR NOT EXISTS (
        SELECT FROM ingestion_documents AS item WHERE item.tenant_id = candidate.tenant_id
          AND item.document_id = candidate.document_id AND item.status = 'pending'))
    ORDER BY candidate.tenant_id, candidate.document_id LIMIT p_limit FOR UPDATE OF candidate SKIP LOCKED) AS due
  WHERE owed.tenant_id = due.tenant_id AND owed.document_id = due.document_id;

  RETURN QUERY SELECT owed.tenant_id, owed.document_id, document.document_id IS NULL, owed.leftover, owed.is_relabeled,
    document.namespace, document.department
  FROM vector_upkeep AS owed LEFT JOIN documents AS document USING (tenant_id, document_id) WHERE owed.holder = p_holder;
END $$;

-- What ended long ago is removed by upkeep, for all tenants: with an ingestion go up to a million documents of it.
CREATE INDEX ingestions_ended ON ingestions (finished_at);
DROP INDEX ingestions_finished;
CREATE OR REPLACE FUNCTION accept_ingestion(
  p_tenant text, p_ingestion text, p_principal text, p_callback text, p_documents jsonb, p_embedding text)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO ingestions (tenant_id, ingestion_id, principal_id, callback_url, embedding)
  VALUES (p_tenant, p_ingestion, p_principal, p_callback, p_embedding);
  PERFORM add_documents(p_tenant, p_ingestion, p_documents);
END $$;

-- When its end was told: the event and the webhook. What had ended before is taken for told, at no cost for each row.
ALTER TABLE ingestions ADD COLUMN reported_at timestamptz DEFAULT now();
ALTER TABLE ingestions ALTER COLUMN reported_at DROP DEFAULT;
CREATE INDEX ingestions_unreported ON ingestions (finished_at) WHERE reported_at IS NULL AND finished_at IS NOT NULL;
UPDATE ingestions SET reported_at = NULL WHERE status IN ('queued', 'running');

-- Fails some of what is pending, in the order of the ordinals after p_after; the last ordinal, null when there was none.
-- Locks the documents first: so that a publication either has ended, and is the outcome, or finds its version gone.
CREATE FUNCTION fail_pending(p_tenant text, p_ingestion text, p_error text, p_after integer, p_limit integer)
RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  chosen integer[] := ARRAY(SELECT item.ordinal FROM ingestion_documents AS item
    WHERE item.tenant_id = p_tenant AND item.ingestion_id = p_ingestion AND item.ordinal > p_after
      AND item.status = 'pending' ORDER BY item.ordinal LIMIT p_limit);
BEGIN
  PERFORM FROM documents AS document WHERE document.tenant_id = p_tenant AND document.document_id IN (
    SELECT item.document_id FROM ingestion_documents AS item
    WHERE item.tenant_id = p_tenant AND item.ingestion_id = p_ingestion AND item.ordinal = ANY (chosen))
  ORDER BY document.document_id FOR NO KEY UPDATE;
  PERFORM FROM ingestion_documents AS item
  WHERE item.tenant_id = p_tenant AND item.ingestion_id = p_ingestion AND item.ordinal = ANY (chosen)
  ORDER BY item.ordinal FOR UPDATE;
  WITH ended AS (
    UPDATE ingestion_documents AS item SET status = coalesce(item.published, 'failed'),
      error = CASE WHEN item.published IS NULL THEN p_error END
    WHERE item.tenant_id = p_tenant AND item.ingestion_id = p_ingestion AND item.ordinal = ANY (chosen)
      AND item.status = 'pending'
    RETURNING item.document_id, item.version, item.status)
  -- As record_outcomes does it: what failed is not kept.
  DELETE FROM document_versions AS version USING ended, documents AS document
  WHERE ended.status = 'failed' AND version.tenant_id = p_tenant AND version.document_id = ended.document_id
    AND version.version = ended.version
    AND document.tenant_id = p_tenant AND document.document_id = ended.document_id
    AND document.current_version IS DISTINCT FROM version.version;
  RETURN chosen[cardinality(chosen)];
END $$;
`,
};
