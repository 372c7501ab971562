import { accessFilter, type Database } from '@ragfleet/postgres-connection';
import type { KeywordIndex, PassageCandidate } from '@ragfleet/rag-core';
import { LANGUAGES } from './languages.ts';
import { questionTerms } from './question-terms.ts';
import { indexedTerm } from './terms.ts';

/** Term saturation and length normalization of BM25. */
const K1 = 1.2;
const B = 0.75;
const MAX_RESULTS = 1_000;
/**
 * How many postings a search reads to find passages. Up to it the ranking is exact. Beyond it the most frequent words
 * find no passages of their own any more, and still count for the best that the rarer words found (decision 0018).
 */
const POSTINGS_BUDGET = 50_000;
const FOUND_BY_RARER_WORDS = 1_000;
/** Passages of a language are counted so far; languages with more share what the tenant has besides. */
const COUNTED_PER_LANGUAGE = 2_000;

export interface KeywordSearchLimits {
  readonly postingsBudget: number;
}

// The OFFSET 0 keep each step an index lookup: a planner that has no statistics yet would try joins that read whole
// tables. $1 to $6 are the question's, from $7 on the scope's: $7 is the tenant.
const weigh = (postingsBudget: number): string => `
  spoken AS MATERIALIZED (
    SELECT known.language, hit.passages, hit.passages = ${COUNTED_PER_LANGUAGE} AS is_common
    FROM unnest($5::text[], $6::text[]) AS known (language, marker) CROSS JOIN LATERAL (
      SELECT count(*) AS passages FROM (
        SELECT FROM postings WHERE tenant_id = $7 AND term = known.marker LIMIT ${COUNTED_PER_LANGUAGE}) AS counted) AS hit
    WHERE hit.passages > 0
  ), corpus AS MATERIALIZED (
    SELECT passages, indexed_terms, (passages - (SELECT coalesce(sum(passages), 0) FROM spoken WHERE NOT is_common))
      / nullif((SELECT count(*) FROM spoken WHERE is_common), 0) AS per_common_language
    FROM corpus_statistics WHERE tenant_id = $7 AND indexed_terms > 0
  ), counted AS MATERIALIZED (
    SELECT asked.term, hit.postings, sum(CASE WHEN asked.term IS NOT NULL THEN hit.postings
      WHEN spoken.is_common THEN corpus.per_common_language ELSE spoken.passages END) OVER (PARTITION BY asked.word) AS passages
    FROM corpus CROSS JOIN unnest($1::text[], $2::text[], $3::int[]) AS asked (term, language, word) JOIN spoken USING (language)
    CROSS JOIN LATERAL (SELECT count(*) AS postings FROM postings WHERE tenant_id = $7 AND term = asked.term) AS hit
  ), weighed AS MATERIALIZED (
    SELECT counted.term, counted.postings,
      ${K1 + 1}::float8 * ln(1 + (corpus.passages - counted.passages + 0.5::float8) / (counted.passages + 0.5::float8)) AS weight,
      ${K1 * (1 - B)}::float8 AS base, ${K1 * B}::float8 * corpus.passages / corpus.indexed_terms AS per_term
    FROM corpus CROSS JOIN counted WHERE counted.postings > 0
  ), planned AS MATERIALIZED (
    SELECT *, sum(postings) OVER rarest_first <= ${postingsBudget} OR row_number() OVER rarest_first = 1 AS finds_passages
    FROM weighed WINDOW rarest_first AS (ORDER BY weight DESC, term)
  )`;

const CONTRIBUTION =
  'planned.weight * hit.frequency / (hit.frequency + planned.base + planned.per_term * hit.length)';

/**
 * BM25 over the tenant's current passages, whatever languages they are in. Document frequencies are counted in the
 * postings, and with the corpus sums they are the whole tenant's; only readable passages are ranked and returned. Labels
 * are looked up in the order of the ranking, until enough passages are readable.
 */
export function createSearchKeyword(
  database: Database,
  { postingsBudget }: KeywordSearchLimits = { postingsBudget: POSTINGS_BUDGET },
): KeywordIndex['searchKeyword'] {
  return async (scope, query, limit, signal) => {
    const { terms, languages, words } = questionTerms(query);
    if (terms.length === 0) return [];
    const filter = accessFilter(scope, 'document', 7);
    const text = `
      WITH ${weigh(postingsBudget)}, scored AS (
        SELECT hit.passage_key, hit.document_key, sum(${CONTRIBUTION}) AS score
        FROM planned CROSS JOIN LATERAL (
          SELECT passage_key, document_key, frequency, length FROM postings WHERE tenant_id = $7 AND term = planned.term OFFSET 0) AS hit
        WHERE planned.finds_passages
        GROUP BY hit.passage_key, hit.document_key
        ORDER BY score DESC, hit.passage_key OFFSET 0
      ), found AS MATERIALIZED (
        SELECT scored.passage_key, scored.score FROM scored
        WHERE EXISTS (SELECT FROM documents AS document
          WHERE document.document_key = scored.document_key AND ${filter.sql} OFFSET 0)
        ORDER BY scored.score DESC, scored.passage_key
        LIMIT CASE WHEN (SELECT bool_and(finds_passages) FROM planned) THEN $4 ELSE greatest($4, ${FOUND_BY_RARER_WORDS}) END
      ), added AS (
        SELECT found.passage_key, sum(${CONTRIBUTION}) AS score
        FROM planned CROSS JOIN found CROSS JOIN LATERAL (
          SELECT frequency, length FROM postings
          WHERE tenant_id = $7 AND term = planned.term AND passage_key = found.passage_key OFFSET 0) AS hit
        WHERE NOT planned.finds_passages
        GROUP BY found.passage_key
      )
      SELECT passages.passage_id AS "passageId", found.score + coalesce(added.score, 0) AS score
      FROM found LEFT JOIN added USING (passage_key) JOIN passages USING (passage_key)
      ORDER BY score DESC, found.passage_key LIMIT $4`;
    const asked = [terms, languages, words, Math.min(limit, MAX_RESULTS), LANGUAGES, MARKERS];
    return database.query<PassageCandidate>(text, [...asked, ...filter.params], signal);
  };
}

const MARKERS = LANGUAGES.map((language) => indexedTerm(language, ''));
