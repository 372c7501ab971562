import { createHash } from 'node:crypto';
import { accessFilter, type Migration } from '@ragfleet/postgres-connection';
import type { SearchScope } from '@ragfleet/rag-core';
import { LANGUAGES } from './languages.ts';
import { indexedTerm } from './terms.ts';

/** Term saturation and length normalization of BM25. */
const K1 = 1.2;
const B = 0.75;
/** Passages of a language are counted so far; languages with more share what the tenant has besides. */
const COUNTED_PER_LANGUAGE = 2_000;
/** Where no word is left out, more than are wanted are ranked only for those that the caller may not read. */
const SPARE_PASSAGES = 300;
/** A count of a word that is in fewer passages costs too little to be remembered. */
const FREQUENT_POSTINGS = 1_000;

/** The rule is the same text for every scope: what differs is in its parameters. */
const ANY_SCOPE: SearchScope = {
  access: { tenantId: '', readsAll: false, namespaces: [], department: null },
  namespaces: null,
};
const READABLE = accessFilter(ANY_SCOPE, 'document', 9).sql;

const KNOWN = `(VALUES ${LANGUAGES.map((language) => `('${language}', '${indexedTerm(language, '')}')`).join(', ')}) AS known (language, marker)`;

const SPOKEN = `
  SELECT array_agg(language) FROM ${KNOWN} WHERE EXISTS (SELECT FROM postings WHERE tenant_id = $9 AND term = known.marker)`;

/** What every asked word is in, and so what it weighs; the rarest words that the budget allows find passages. */
const PLAN = `
  WITH speakers AS MATERIALIZED (
    SELECT known.language, hit.passages, hit.passages = ${COUNTED_PER_LANGUAGE} AS is_common
    FROM ${KNOWN} CROSS JOIN LATERAL (SELECT count(*) AS passages FROM (
      SELECT FROM postings WHERE tenant_id = $9 AND term = known.marker LIMIT ${COUNTED_PER_LANGUAGE}) AS spoken_in) AS hit
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
    SELECT counted.term, counted.is_new, counted.postings, ${K1 + 1}::float8
      * ln(1 + (corpus.passages - counted.containing + 0.5::float8) / (counted.containing + 0.5::float8)) AS weight
    FROM corpus CROSS JOIN counted WHERE counted.postings > 0
  ), planned AS (
    SELECT *, sum(postings) OVER rarest_first <= $7 OR row_number() OVER rarest_first = 1 AS finds_passages
    FROM weighed WINDOW rarest_first AS (ORDER BY weight DESC, term)
  )
  SELECT (SELECT ${K1 * B}::float8 * passages / indexed_terms FROM corpus),
    array_agg(term) FILTER (WHERE finds_passages), array_agg(weight) FILTER (WHERE finds_passages),
    array_agg(term) FILTER (WHERE NOT finds_passages), array_agg(weight) FILTER (WHERE NOT finds_passages),
    array_agg(term) FILTER (WHERE is_new AND postings >= ${FREQUENT_POSTINGS}),
    array_agg(postings) FILTER (WHERE is_new AND postings >= ${FREQUENT_POSTINGS})
  FROM planned`;

const SCORE = `sum(asked.weight * hit.frequency / (hit.frequency + ${K1 * (1 - B)}::float8 + per_term * hit.length))`;

// The OFFSET 0 keep each step an index lookup, in the order of the step before.
const BEST = `
  SELECT hit.passage_key, ${SCORE} AS score FROM unnest(rare_terms, rare_weights) AS asked (term, weight) CROSS JOIN LATERAL (
    SELECT passage_key, frequency, length FROM postings WHERE tenant_id = $9 AND term = asked.term OFFSET 0) AS hit
  GROUP BY hit.passage_key ORDER BY score DESC, hit.passage_key LIMIT depth`;

const BEST_READABLE = `
  SELECT scored.passage_key, scored.score FROM (
    SELECT hit.passage_key, hit.document_key, ${SCORE} AS score FROM unnest(rare_terms, rare_weights) AS asked (term, weight)
      CROSS JOIN LATERAL (SELECT passage_key, document_key, frequency, length FROM postings
        WHERE tenant_id = $9 AND term = asked.term OFFSET 0) AS hit
    GROUP BY hit.passage_key, hit.document_key ORDER BY score DESC, hit.passage_key OFFSET 0) AS scored
  WHERE EXISTS (SELECT FROM documents AS document WHERE document.document_key = scored.document_key AND ${READABLE} OFFSET 0)
  LIMIT depth`;

/** The best with what the frequent words add, as far down as enough are readable. */
const RANKING = `
  SELECT readable.passage_id, ranked.score FROM (
    SELECT best.passage_key, best.score + coalesce(added.score, 0) AS score
    FROM unnest(keys, scores) AS best (passage_key, score) LEFT JOIN (
      SELECT hit.passage_key, ${SCORE} AS score FROM unnest(frequent_terms, frequent_weights) AS asked (term, weight)
        CROSS JOIN LATERAL (SELECT passage_key, frequency, length FROM postings
          WHERE tenant_id = $9 AND term = asked.term AND passage_key = ANY(keys) OFFSET 0) AS hit
      GROUP BY hit.passage_key) AS added USING (passage_key)
    ORDER BY score DESC, passage_key OFFSET 0) AS ranked
  CROSS JOIN LATERAL (SELECT passages.passage_id FROM passages JOIN documents AS document USING (document_key)
    WHERE passages.passage_key = ranked.passage_key AND ${READABLE} OFFSET 0) AS readable
  LIMIT $6`;

/**
 * Parameters: 1 to 4 the question's terms, their languages, the numbers of their words and the postings already counted
 * (null: not yet); 5 the languages that it was put into, 6 passages wanted, 7 postings that may find passages, 8 passages
 * that the frequent words are added to, 9 to 13 the access filter, of which 9 is the tenant.
 *
 * Rows are `language` where the tenant has one that the question was not put into, and then nothing else; `postings`, a
 * frequent word and how many there are; `passage`, an id and its score, best first.
 *
 * A function, so that the plan is made once for a connection. The planner is not asked what is where: it may have no
 * statistics yet, and would try joins that read whole tables.
 */
const TEXT = `(text[], text[], integer[], bigint[], text[], integer, integer, integer, text, boolean, text[], text, text[])
RETURNS TABLE ("kind" text, "name" text, "value" double precision) LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan SET jit = off SET max_parallel_workers_per_gather = 0
SET enable_seqscan = off SET enable_bitmapscan = off AS $body$
#variable_conflict use_variable
DECLARE
  spoken text[]; per_term float8;
  rare_terms text[]; rare_weights float8[]; frequent_terms text[]; frequent_weights float8[];
  new_terms text[]; new_postings bigint[];
  depth integer; keys bigint[]; scores float8[]; found_ids text[]; found_scores float8[];
BEGIN
  spoken := (${SPOKEN});
  IF NOT spoken <@ $5 THEN
    RETURN QUERY SELECT 'language', language, 0::float8 FROM unnest(spoken) AS language;
    RETURN;
  END IF;
  SELECT * INTO per_term, rare_terms, rare_weights, frequent_terms, frequent_weights, new_terms, new_postings
    FROM (${PLAN}) AS plan;
  RETURN QUERY SELECT 'postings', term, postings::float8 FROM unnest(new_terms, new_postings) AS counted (term, postings);
  depth := CASE WHEN frequent_terms IS NULL THEN $6 + ${SPARE_PASSAGES} ELSE $8 END;
  SELECT array_agg(passage_key), array_agg(score) INTO keys, scores FROM (${BEST}) AS best;
  SELECT array_agg(passage_id), array_agg(score) INTO found_ids, found_scores FROM (${RANKING}) AS found;
  -- Too little of the best is readable, and there is more: only what is readable counts among the best.
  IF cardinality(keys) = depth AND coalesce(cardinality(found_ids), 0) < $6 THEN
    SELECT array_agg(passage_key), array_agg(score) INTO keys, scores FROM (${BEST_READABLE}) AS best;
    SELECT array_agg(passage_id), array_agg(score) INTO found_ids, found_scores FROM (${RANKING}) AS found;
  END IF;
  RETURN QUERY SELECT 'passage', passage_id, score FROM unnest(found_ids, found_scores) AS found (passage_id, score);
END
$body$`;

/** Its digest in its name: a newer version brings its own and leaves the one that older processes call. */
export const SEARCH_FUNCTION = `search_keyword_${createHash('sha256').update(TEXT).digest('hex').slice(0, 8)}`;

export const CREATE_SEARCH_FUNCTION: Migration = {
  name: 'search',
  sql: `CREATE FUNCTION ${SEARCH_FUNCTION}${TEXT}`,
};
