import { type Clock, systemClock } from '@ragfleet/kernel';
import { accessFilter, type Database, runMigrations } from '@ragfleet/postgres-connection';
import type { KeywordIndex, PassageCandidate, SearchScope } from '@ragfleet/rag-core';
import { type CorpusMemory, createCorpusMemory } from './corpus-memory.ts';
import { type Language, LANGUAGES } from './languages.ts';
import { questionTerms } from './question-terms.ts';
import { CREATE_SEARCH_FUNCTION, SEARCH_FUNCTION } from './search-function.ts';
import { wordsOf } from './words.ts';

export interface KeywordSearchLimits {
  /**
   * How many postings a search reads to find passages. Up to it the ranking is exact. Beyond it the most frequent words
   * find no passages of their own any more, and still count for the best that the rarer words found (decision 0018).
   */
  readonly postingsBudget: number;
  /** How many those best are. */
  readonly candidates: number;
}

export interface KeywordSearch {
  readonly database: Database;
  readonly limits?: KeywordSearchLimits;
  readonly clock?: Clock;
}

const LIMITS: KeywordSearchLimits = { postingsBudget: 30_000, candidates: 2_000 };
const MAX_RESULTS = 1_000;

interface FoundRow {
  readonly kind: 'language' | 'postings' | 'passage';
  readonly name: string;
  readonly value: number;
}

/** Brings the search function into the database, after the schema. */
export const prepareKeywordSearch = (database: Database): Promise<void> =>
  runMigrations(database, { component: SEARCH_FUNCTION, migrations: [CREATE_SEARCH_FUNCTION] });

/**
 * BM25 over the tenant's current passages, whatever languages they are in. Document frequencies and corpus sums are the
 * whole tenant's (those of frequent words up to a minute old); only readable passages are returned.
 */
export function createSearchKeyword(search: KeywordSearch): KeywordIndex['searchKeyword'] {
  const memory = createCorpusMemory(search.clock ?? systemClock);
  return async (scope, query, limit, signal) => {
    if (wordsOf(query).length === 0) return [];
    const { tenantId } = scope.access;
    const ask = (languages: readonly Language[]): Promise<FoundRow[]> =>
      askIn(languages, { search, memory, scope, query, limit, signal });
    const rows = await ask(memory.languagesOf(tenantId));
    const spoken = languagesIn(rows);
    if (spoken.length === 0) return passagesIn(rows);
    memory.learnLanguages(tenantId, spoken);
    const found = await ask(spoken);
    // A document in yet another language came in between: ask in all of them.
    return passagesIn(languagesIn(found).length === 0 ? found : await ask(LANGUAGES));
  };
}

interface Asking {
  readonly search: KeywordSearch;
  readonly memory: CorpusMemory;
  readonly scope: SearchScope;
  readonly query: string;
  readonly limit: number;
  readonly signal: AbortSignal;
}

async function askIn(languages: readonly Language[], asking: Asking): Promise<FoundRow[]> {
  const { search, memory, scope, query, limit, signal } = asking;
  const { tenantId } = scope.access;
  const { postingsBudget, candidates } = search.limits ?? LIMITS;
  const asked = questionTerms(query, languages);
  const counted = asked.terms.map((term) => (term === null ? null : memory.postingsOf(tenantId, term)));
  const wanted = Math.min(limit, MAX_RESULTS);
  const rows = await search.database.query<FoundRow>(
    `SELECT * FROM ${SEARCH_FUNCTION}($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      asked.terms,
      asked.languages,
      asked.words,
      counted,
      languages,
      wanted,
      postingsBudget,
      Math.max(candidates, wanted),
      ...accessFilter(scope, 'document', 9).params,
    ],
    signal,
  );
  for (const { kind, name, value } of rows)
    if (kind === 'postings') memory.learnPostings(tenantId, name, value);
  return rows;
}

/** Only where the question was not put into all of them. */
function languagesIn(rows: readonly FoundRow[]): Language[] {
  const codes = new Set(rows.flatMap(({ kind, name }) => (kind === 'language' ? [name] : [])));
  return LANGUAGES.filter((language) => codes.has(language));
}

const passagesIn = (rows: readonly FoundRow[]): PassageCandidate[] =>
  rows.flatMap(({ kind, name, value }) => (kind === 'passage' ? [{ passageId: name, score: value }] : []));
