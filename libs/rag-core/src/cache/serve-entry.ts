import { filterAnswer } from '@ragfleet/guards';
import { degradationOf, tokensOf } from '../answer/build-answer.ts';
import { citedParts } from '../answer/cite-passages.ts';
import type { LevelOfService } from '../degradation/degradation-levels.ts';
import type { QueryContext } from '../answer/query-context.ts';
import type { AnswerOutcome, AnswerResult, Citation } from '../ports/answers.ts';
import type { LevelInForce } from '../ports/degradation.ts';
import type { FoundEntry } from './find-exact.ts';
import type { QueryCache } from './query-cache.ts';
import { rememberQuestion, requestRefresh } from './tend-entries.ts';

export interface ServedAs {
  readonly level: LevelInForce;
  readonly service: LevelOfService;
}

/** A kept answer, under today's filter, for no more than finding it has cost, in the same shape and with the same events as a new one. */
export function serveEntry(
  run: QueryContext,
  cache: QueryCache,
  found: FoundEntry,
  { level, service }: ServedAs,
): AnswerOutcome {
  const { entry, entryId, tier } = found;
  // What the fleet asks itself would have been asked by nobody: its look at an entry saves nothing.
  const savedUsd = run.question.isWarming ? 0 : entry.result.costUsd;
  const result = replay(run, cache, found, level);
  if (service.streams) tell(run, result);
  run.telemetry.cacheDecision(cache.searchScope.access.tenantId, {
    tier,
    outcome: found.isDirect ? 'direct' : 'revalidated',
    reason: null,
    savedUsd,
    origin: entry.origin,
  });
  rememberQuestion(run, cache, result, service);
  requestRefresh(run, cache, found, service);
  return {
    status: 'succeeded',
    result,
    cost: { ...run.cost(), savedUsd },
    cacheEntry: { entryId, spaceId: entry.spaceId },
    cacheUse: { check: found.isDirect ? 'direct' : 'revalidated', origin: entry.origin },
  };
}

function tell(run: QueryContext, { answer, citations }: AnswerResult): void {
  run.emit({ type: 'token', text: answer, run: 1 });
  for (const citation of citations) run.emit({ type: 'citation', citation });
}

function replay(
  run: QueryContext,
  { pseudonyms }: QueryCache,
  { entry, tier, similarity }: FoundEntry,
  level: LevelInForce,
): AnswerResult {
  const { result, storedAtMs } = entry;
  for (const warning of result.warnings) run.warnings.add(warning);
  const { internalEmailDomains } = run.ports.settings;
  const restored = (text: string): string => pseudonyms?.restored(text) ?? text;
  const kept = result.citations.map((citation) => restoredCitation(citation, restored));
  const sources = kept.map(({ source }) => source);
  const filtered = filterAnswer(restored(result.answer), { internalEmailDomains, sources });
  const { text: answer, redactions } = filtered;
  const citations = kept.map((citation) => citedAgain(citation, internalEmailDomains));
  const isChanged = citations.some((citation, at) => !isSameCitation(citation, kept[at]));
  if (redactions > 0 || isChanged) run.warnings.add('filtered-output');
  return {
    ...result,
    answer,
    citations,
    usage: tokensOf(run),
    costUsd: run.cost().totalUsd,
    cache: {
      status: tier === 'flight' ? 'coalesced' : 'hit',
      tier: tier === 'flight' ? null : tier,
      similarity,
      ageSeconds: Math.max(0, Math.round((run.ports.clock.nowMs() - storedAtMs) / 1_000)),
      retrieval: run.hasRecalled() ? 'hit' : 'miss',
    },
    degradation: degradationOf(run, level),
    warnings: [...run.warnings],
    timingsMs: run.timings(),
  };
}

const restoredCitation = (citation: Citation, restored: (text: string) => string): Citation => ({
  ...citation,
  title: restored(citation.title),
  source: citation.source === null ? null : restored(citation.source),
  quote: restored(citation.quote),
});

function citedAgain(citation: Citation, internalEmailDomains: readonly string[]): Citation {
  const { shown, shownSource } = citedParts(internalEmailDomains);
  return {
    ...citation,
    title: shown(citation.title, citation.source),
    source: shownSource(citation.source),
    quote: shown(citation.quote, citation.source),
  };
}

const isSameCitation = (one: Citation, other: Citation | undefined): boolean =>
  one.title === other?.title && one.source === other.source && one.quote === other.quote;
