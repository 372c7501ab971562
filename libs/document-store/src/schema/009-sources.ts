import type { Migration } from '@ragfleet/postgres-connection';

/** What is known of each source that is kept in step, and of its last passes. */
export const sources: Migration = {
  name: 'sources',
  sql: `
-- Who passes over a source now, and the number of the last pass. Every write of a pass names its number.
CREATE TABLE document_sources (
  tenant_id text NOT NULL,
  source text NOT NULL,
  pass bigint NOT NULL,
  holder text,
  lease_until timestamptz,
  started_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, source)
);

-- item_id is a digest of the key, which may be longer than an index takes. What the last whole pass did not see is gone.
CREATE TABLE source_items (
  tenant_id text NOT NULL,
  source text NOT NULL,
  item_id text NOT NULL,
  item_key text NOT NULL,
  seen bigint NOT NULL,
  revision text,
  labels_digest text NOT NULL DEFAULT '',
  ingestion_ids text[] NOT NULL DEFAULT '{}',
  failures integer NOT NULL DEFAULT 0,
  failed_revision text,
  retry_at timestamptz,
  error text,
  PRIMARY KEY (tenant_id, source, item_id),
  FOREIGN KEY (tenant_id, source) REFERENCES document_sources ON DELETE CASCADE
);
CREATE INDEX source_items_submitted ON source_items (tenant_id, source) WHERE ingestion_ids <> '{}';

-- The documents of each item, known before they are submitted; seen is the last pass that announced or kept it. A stale
-- one is no longer in its item.
CREATE TABLE source_documents (
  tenant_id text NOT NULL,
  source text NOT NULL,
  item_id text NOT NULL,
  document_id text NOT NULL,
  seen bigint NOT NULL,
  stale boolean NOT NULL DEFAULT false,
  PRIMARY KEY (tenant_id, source, item_id, document_id),
  FOREIGN KEY (tenant_id, source, item_id) REFERENCES source_items ON DELETE CASCADE
);
CREATE INDEX source_documents_stale ON source_documents (tenant_id, source, item_id) WHERE stale;

CREATE TABLE source_passes (
  tenant_id text NOT NULL,
  source text NOT NULL,
  pass bigint NOT NULL,
  started_at timestamptz NOT NULL,
  finished_at timestamptz NOT NULL DEFAULT now(),
  outcome text NOT NULL,
  reason text,
  counts jsonb NOT NULL,
  errors jsonb NOT NULL,
  PRIMARY KEY (tenant_id, source, pass),
  FOREIGN KEY (tenant_id, source) REFERENCES document_sources ON DELETE CASCADE
);

CREATE FUNCTION source_retry_at(p_failures integer) RETURNS timestamptz LANGUAGE sql AS $$
  SELECT now() + least(interval '15 minutes' * power(2, least(p_failures, 10)), interval '24 hours')
$$;
`,
};
