import { accessFilter, type Database } from '@ragfleet/postgres-connection';
import type { KeywordIndex, PassageCandidate } from '@ragfleet/rag-core';
import { termsOf } from './terms.ts';

/** Term saturation and length normalization of BM25. */
const K1 = 1.2;
const B = 0.75;
/** A question holds 2,000 characters; more distinct terms than this is not a question. */
const MAX_QUERY_TERMS = 64;
const MAX_RESULTS = 1_000;

/**
 * BM25 over the tenant's current passages. Document frequencies are counted in the postings that are read anyway, and
 * with the corpus sums they are the whole tenant's; only readable passages are ranked and returned. The OFFSET 0
 * keep each step an index lookup: a planner that has no statistics yet would try joins that read whole tables. Labels are
 * looked up in the order of the ranking, until enough passages are readable.
 */
export function createSearchKeyword(database: Database): KeywordIndex['searchKeyword'] {
  return async (scope, query, limit, signal) => {
    const terms = [...new Set(termsOf(query))].slice(0, MAX_QUERY_TERMS);
    if (terms.length === 0) return [];
    const filter = accessFilter(scope, 'document', 3);
    const text = `
      WITH asked AS MATERIALIZED (
        SELECT asked.term, ${K1 + 1}::float8 * ln(1 + (corpus.passages - hit.passages + 0.5::float8) / (hit.passages + 0.5::float8)) AS weight,
          ${K1 * (1 - B)}::float8 AS base, ${K1 * B}::float8 * corpus.passages / corpus.indexed_terms AS per_term
        FROM corpus_statistics AS corpus CROSS JOIN unnest($1::text[]) AS asked (term)
        CROSS JOIN LATERAL (SELECT count(*) AS passages FROM postings WHERE tenant_id = $3 AND term = asked.term) AS hit
        WHERE corpus.tenant_id = $3 AND corpus.indexed_terms > 0
      ), scored AS (
        SELECT hit.passage_key, hit.document_key,
          sum(asked.weight * hit.frequency / (hit.frequency + asked.base + asked.per_term * hit.length)) AS score
        FROM asked CROSS JOIN LATERAL (
          SELECT passage_key, document_key, frequency, length FROM postings WHERE tenant_id = $3 AND term = asked.term OFFSET 0) AS hit
        GROUP BY hit.passage_key, hit.document_key
        ORDER BY score DESC, hit.passage_key OFFSET 0
      ), best AS MATERIALIZED (
        SELECT scored.passage_key, scored.score FROM scored
        WHERE EXISTS (SELECT FROM documents AS document
          WHERE document.document_key = scored.document_key AND ${filter.sql} OFFSET 0)
        ORDER BY scored.score DESC, scored.passage_key LIMIT $2
      )
      SELECT passages.passage_id AS "passageId", best.score FROM best JOIN passages USING (passage_key)
      ORDER BY best.score DESC, best.passage_key`;
    return database.query<PassageCandidate>(
      text,
      [terms, Math.min(limit, MAX_RESULTS), ...filter.params],
      signal,
    );
  };
}
