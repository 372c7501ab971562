import type { RetrievalResult } from '../cache/check-found.ts';
import { evidenceOf } from '../cache/evidence.ts';
import type { QueryCache } from '../cache/query-cache.ts';
import { keepRetrieval, recallRetrieval } from '../cache/recall-retrieval.ts';
import { fillContext } from '../prompt-budget/fill-context.ts';
import { type EmbeddedQuery, embedQueryOf } from '../search/embed-query.ts';
import type { RankedPassage, SearchResult } from '../search/search-contract.ts';
import { createSearchPassages } from '../search/search-passages.ts';
import { searchText } from './clean-question.ts';
import { retrievalLead } from './confidence/retrieval-lead.ts';
import { type PrivateQuestion, shownTo } from './protect-privacy.ts';
import { type QueryContext, settingsOf } from './query-context.ts';

/**
 * How many passages are looked at, whatever few go into the prompt: a cached answer's evidence may lie behind them. It
 * asks the indexes for no more than the smallest search does.
 */
const DEPTH = 25;

/** The question's vector, within 200 ms; made once, for the semantic lookup, the search and the cache. */
export async function embedQuestion(run: QueryContext, asked: PrivateQuestion): Promise<Float32Array | null> {
  const { ports, question, signal } = run;
  const text = searchText(shownTo(ports.embedder.model, asked));
  const { tenantId } = question.principal;
  const embedded: EmbeddedQuery = await embedQueryOf(ports)({ tenantId, text }, signal);
  if (embedded.reason !== null) run.reasons.add(embedded.reason);
  run.usage.embeddingTokens += embedded.tokens;
  return embedded.vector;
}

/** Searches with the access filter inside, checks again, and fills the prompt by tokens; or recalls what that found. */
export async function retrieveContext(
  run: QueryContext,
  cache: QueryCache,
  asked: PrivateQuestion,
  vector: Float32Array | null,
): Promise<RetrievalResult> {
  const recalled = vector === null ? null : await recallRetrieval(run, cache);
  if (recalled !== null) {
    run.noteRecalled();
    return contextOf(run, { passages: recalled, isAvailable: true, isWhole: true, retrievalLead: null });
  }
  const found = await search(run, cache, asked, vector);
  for (const reason of found.reasons) run.reasons.add(reason);
  run.usage.vectorQueries += found.vectorQueries;
  const isWhole = vector !== null && found.isAvailable && found.reasons.length === 0;
  if (isWhole) await keepRetrieval(run, cache, found.passages);
  const { passages, isAvailable } = found;
  return contextOf(run, { passages, isAvailable, isWhole, retrievalLead: retrievalLead(passages) });
}

function search(
  run: QueryContext,
  { searchScope: scope }: QueryCache,
  asked: PrivateQuestion,
  queryVector: Float32Array | null,
): Promise<SearchResult> {
  // The run's own telemetry, so that search and re-check count towards this question's timings.
  const searchPassages = createSearchPassages({ ...run.ports, telemetry: run.telemetry });
  const request = {
    scope,
    query: searchText(asked.plain),
    maskedQuery: searchText(asked.masked),
    topK: Math.max(DEPTH, run.question.topK),
  };
  return queryVector === null
    ? searchPassages({ ...request, mode: 'keyword' }, run.signal)
    : searchPassages({ ...request, mode: 'hybrid', queryVector }, run.signal);
}

interface Found extends Pick<RetrievalResult, 'isAvailable' | 'isWhole' | 'retrievalLead'> {
  readonly passages: readonly RankedPassage[];
}

function contextOf(run: QueryContext, { passages, ...search }: Found): RetrievalResult {
  const best = passages.slice(0, run.question.topK);
  const { maxContextTokens: maxTokens, compressesPrompt: compresses } = run.ports.settings;
  const { codeBlocks, urls } = settingsOf(run).guards;
  const context = run.stepNow('context', () =>
    fillContext(
      best.map(({ passage }) => passage),
      { maxTokens, compresses, codeBlocks, urls },
    ),
  );
  const depth = evidenceOf(passages.map(({ passage }) => passage));
  return { ...search, context, depth };
}
