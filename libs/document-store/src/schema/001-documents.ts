import type { Migration } from '@ragfleet/postgres-connection';

/** What exists, who may read it, and what waits to be embedded. */
export const documents: Migration = {
  name: 'documents',
  sql: `
-- One sequence for all: a version that was accepted before a deletion never equals one that was accepted after it.
CREATE SEQUENCE document_versions_version;

-- The labels here, and nowhere else, decide who may read. current_version is null until the first publication.
CREATE TABLE documents (
  document_key bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
  tenant_id text NOT NULL,
  document_id text NOT NULL,
  current_version bigint,
  title text,
  source text,
  namespace text,
  department text,
  metadata jsonb,
  content_hash text,
  size_bytes integer NOT NULL DEFAULT 0,
  passages integer NOT NULL DEFAULT 0,
  indexed_terms bigint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, document_id)
);

-- The current version's text, and those that wait. Publication removes what is older.
CREATE TABLE document_versions (
  tenant_id text NOT NULL,
  document_id text NOT NULL,
  version bigint NOT NULL DEFAULT nextval('document_versions_version'),
  title text NOT NULL,
  source text,
  namespace text NOT NULL,
  department text,
  metadata jsonb NOT NULL,
  content text NOT NULL,
  content_hash text NOT NULL,
  size_bytes integer NOT NULL,
  PRIMARY KEY (tenant_id, document_id, version),
  FOREIGN KEY (tenant_id, document_id) REFERENCES documents ON DELETE CASCADE
);

CREATE TABLE ingestions (
  tenant_id text NOT NULL,
  ingestion_id text NOT NULL,
  principal_id text NOT NULL,
  status text NOT NULL DEFAULT 'queued' CHECK (status IN ('queued', 'running', 'finished', 'failed')),
  callback_url text,
  created_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  PRIMARY KEY (tenant_id, ingestion_id)
);
CREATE INDEX ingestions_finished ON ingestions (tenant_id, finished_at);

CREATE TABLE ingestion_documents (
  tenant_id text NOT NULL,
  ingestion_id text NOT NULL,
  document_id text NOT NULL,
  ordinal integer NOT NULL,
  version bigint,
  status text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'embedded', 'unchanged', 'failed')),
  passages integer NOT NULL DEFAULT 0,
  error text,
  PRIMARY KEY (tenant_id, ingestion_id, document_id),
  FOREIGN KEY (tenant_id, ingestion_id) REFERENCES ingestions ON DELETE CASCADE
);
CREATE INDEX ingestion_documents_pending ON ingestion_documents (tenant_id, document_id, version) WHERE status = 'pending';
`,
};
