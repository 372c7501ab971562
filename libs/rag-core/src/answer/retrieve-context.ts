import { countTokens } from '../tokens/count-tokens.ts';
import type { SearchScope } from '../ports/passages.ts';
import { type EmbeddedQuery, embedQueryOf } from '../search/embed-query.ts';
import type { SearchResult } from '../search/search-contract.ts';
import { createSearchPassages } from '../search/search-passages.ts';
import { searchText } from './clean-question.ts';
import { contextTokens, fillContext, type NumberedPassage } from './fill-context.ts';
import { type PrivateQuestion, shownTo } from './protect-privacy.ts';
import type { QueryRun } from './query-run.ts';

export interface RetrievedContext {
  readonly context: readonly NumberedPassage[];
  /** False when nothing could be searched: an empty context then says nothing about the documents. */
  readonly isAvailable: boolean;
}

/** Embeds once, searches with the access filter inside, checks again, and fills the prompt by tokens. */
export async function retrieveContext(
  run: QueryRun,
  scope: SearchScope,
  asked: PrivateQuestion,
): Promise<RetrievedContext> {
  const embedded = await run.step('embed', () => embedQuestion(run, asked));
  if (embedded.reason !== null) run.reasons.add(embedded.reason);
  run.usage.embeddingTokens += embedded.tokens;
  const found = await search(run, scope, asked, embedded.vector);
  for (const reason of found.reasons) run.reasons.add(reason);
  run.usage.vectorQueries += found.vectorQueries;
  const context = await run.step('context', () => contextOf(run, asked, found));
  return { context, isAvailable: found.isAvailable };
}

function embedQuestion(
  { ports, question, signal }: QueryRun,
  asked: PrivateQuestion,
): Promise<EmbeddedQuery> {
  const text = searchText(shownTo(ports.embedder.model, asked));
  return embedQueryOf(ports)({ tenantId: question.principal.tenantId, text }, signal);
}

function search(
  run: QueryRun,
  scope: SearchScope,
  asked: PrivateQuestion,
  queryVector: Float32Array | null,
): Promise<SearchResult> {
  // The run's own telemetry, so that search and re-check count towards this question's timings.
  const searchPassages = createSearchPassages({ ...run.ports, telemetry: run.telemetry });
  const request = {
    scope,
    query: searchText(asked.plain),
    maskedQuery: searchText(asked.masked),
    topK: run.question.topK,
  };
  return queryVector === null
    ? searchPassages({ ...request, mode: 'keyword' }, run.signal)
    : searchPassages({ ...request, mode: 'hybrid', queryVector }, run.signal);
}

function contextOf(
  { ports }: QueryRun,
  { plain }: PrivateQuestion,
  found: SearchResult,
): readonly NumberedPassage[] {
  const { standard, premium, fallbacks } = ports.models;
  const { maxContextTokens, maxOutputTokens } = ports.settings;
  const windows = [standard, premium, ...fallbacks].map((model) => model.contextWindowTokens);
  const questionTokens = countTokens([plain.text, ...plain.history.map((turn) => turn.content)].join('\n'));
  const maxTokens = contextTokens({
    maxContextTokens,
    maxOutputTokens,
    questionTokens,
    windowTokens: Math.min(...windows),
  });
  return fillContext(
    found.passages.map(({ passage }) => passage),
    maxTokens,
  );
}
