import type { Migration } from '@ragfleet/postgres-connection';

/**
 * Terms carry their language, and a term without a word says that a passage is in it. What was indexed before was
 * stemmed as English, and stays so until its document is sent again, for which its hash is forgotten. The index finds
 * one passage among a term's postings too.
 */
export const keywordLanguages: Migration = {
  name: 'keyword-languages',
  sql: `
DROP INDEX postings_term;
UPDATE postings SET term = 'en:' || term;
INSERT INTO postings (tenant_id, term, passage_key, document_key, frequency, length)
SELECT tenant_id, 'en:', passage_key, document_key, 0, 0 FROM passages;
CREATE INDEX postings_term ON postings (tenant_id, term, passage_key) INCLUDE (document_key, frequency, length);
UPDATE documents SET content_hash = NULL WHERE current_version IS NOT NULL;
`,
};
