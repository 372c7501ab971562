import type { Migration } from '@ragfleet/postgres-connection';

/** The current passages and their keyword index. A row is here only while it is current: publication swaps all at once. */
export const passages: Migration = {
  name: 'passages',
  sql: `
CREATE TABLE passages (
  passage_key bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id text NOT NULL,
  passage_id text NOT NULL,
  document_key bigint NOT NULL REFERENCES documents (document_key) ON DELETE CASCADE,
  ordinal integer NOT NULL,
  headings text[] NOT NULL,
  text text NOT NULL,
  content_hash text NOT NULL,
  UNIQUE (tenant_id, passage_id)
);
CREATE INDEX passages_document ON passages (document_key);

-- The inverted index. frequency is weighted by field; length is the passage's, in the same weighted terms, repeated
-- here so that scoring reads this table and the labels alone. A trigger keeps it to documents that exist: a foreign key
-- would be checked for every word of every passage.
CREATE TABLE postings (
  tenant_id text NOT NULL,
  term text NOT NULL,
  passage_key bigint NOT NULL,
  document_key bigint NOT NULL,
  frequency double precision NOT NULL,
  length double precision NOT NULL
);
CREATE INDEX postings_term ON postings (tenant_id, term) INCLUDE (passage_key, document_key, frequency, length);
CREATE INDEX postings_document ON postings (document_key);

-- What BM25 needs to know of a tenant's whole corpus.
CREATE TABLE corpus_statistics (
  tenant_id text PRIMARY KEY,
  passages bigint NOT NULL,
  indexed_terms bigint NOT NULL
);

-- Whatever changes a document's size, its deletion too, changes its tenant's sums in the same transaction.
CREATE FUNCTION keep_index() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER keep_index AFTER INSERT OR UPDATE OR DELETE ON documents FOR EACH ROW EXECUTE FUNCTION keep_index();
`,
};
