import type { Migration } from '@ragfleet/postgres-connection';

/** Ingestions know their counts without counting, and the order in which their documents are worked on. */
export const ingestionCounts: Migration = {
  name: 'ingestion-counts',
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
`,
};
