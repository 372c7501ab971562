import type { QueryContext } from '../answer/query-context.ts';
import type { NumberedPassage } from '../prompt-budget/fill-context.ts';
import type { Citation } from '../ports/answers.ts';
import type { CacheEntry, Evidence } from '../ports/answer-cache.ts';
import { wasEverEvicted, withStamp } from './change-stamps.ts';
import { containsEvidence, evidenceOf, isSameEvidence } from './evidence.ts';
import type { FoundEntry } from './find-exact.ts';
import { areToldApart } from '@ragfleet/question-meaning';
import { citedNamespaces, type QueryCache } from './query-cache.ts';

/** What the caller's own search finds right now. */
export interface RetrievalResult {
  /** What it brings into a prompt. */
  readonly context: readonly NumberedPassage[];
  /** What it finds at a greater depth: all of it current and readable by the caller. */
  readonly depth: readonly Evidence[];
  readonly isAvailable: boolean;
  /** False when a part of the search failed: then it proves nothing beyond this query. */
  readonly isWhole: boolean;
  /** By how much its best passage led the second; null where the scores are not known any more. */
  readonly retrievalLead: number | null;
}

/**
 * The first entry that the caller's own search bears out. Whoever is served could have found every passage behind the
 * answer at this moment, in the words that it was made of. Citations take the labels that the documents have now.
 */
export async function checkFound(
  run: QueryContext,
  cache: QueryCache,
  candidates: readonly FoundEntry[],
  search: RetrievalResult,
): Promise<FoundEntry | null> {
  if (!search.isAvailable) return null;
  for (const found of candidates) {
    if (found.needsJudge) continue;
    const reason = reasonAgainst({ run, cache }, found, search);
    if (reason === null) return confirmed(run, cache, found, search);
    run.telemetry.cacheDecision(cache.searchScope.access.tenantId, {
      tier: found.tier,
      outcome: 'refused',
      reason,
      savedUsd: 0,
      origin: found.entry.origin,
    });
  }
  return null;
}

function reasonAgainst(
  { run, cache }: { readonly run: QueryContext; readonly cache: QueryCache },
  found: FoundEntry,
  search: RetrievalResult,
): 'evidence' | 'subject' | 'changes' | null {
  if (!isSupported(found, search)) return 'evidence';
  if (found.needsFirstPassage && isAboutAnother(cache, found, search)) return 'subject';
  const before = new Set(citedNamespaces(found.entry.result));
  const entered = citedNamespaces(labelledAsNow(found.entry, search.context)).filter(
    (name) => !before.has(name),
  );
  // Of a namespace that its documents have entered since, an entry cannot tell whether it is younger than the eviction.
  return entered.some((name) => wasEverEvicted(run.question.changes, name)) ? 'changes' : null;
}

/**
 * Of the same question: both have the same evidence. Of a neighbor: what its answer cites would be in the caller's own
 * prompt, at its head where only the vectors say that both mean the same, and the rest of its evidence is what the caller
 * finds as well.
 */
function isSupported(found: FoundEntry, search: RetrievalResult): boolean {
  const { tier, needsFirstPassage, entry } = found;
  const { evidence, result } = entry;
  const prompt = evidenceOf(search.context.map(({ passage }) => passage));
  if (tier !== 'semantic') return isSameEvidence(prompt, evidence);
  const cited = new Set(result.citations.map(({ passageId }) => passageId));
  if (needsFirstPassage && !cited.has(prompt[0]?.passageId ?? '')) return false;
  const used = evidence.filter(({ passageId }) => cited.has(passageId));
  return used.length > 0 && containsEvidence(prompt, used) && containsEvidence(search.depth, evidence);
}

/** The passages that the answer cites name what the caller asks about, and what was asked then, as two things. */
function isAboutAnother(
  { question }: QueryCache,
  { entry }: FoundEntry,
  { context }: RetrievalResult,
): boolean {
  const cited = new Set(entry.result.citations.map(({ passageId }) => passageId));
  const texts = context.flatMap(({ passage }) => (cited.has(passage.passageId) ? [passage.text] : []));
  return areToldApart({ one: entry.question, other: question }, texts);
}

/** Whether the caller's search bears an entry out, whatever its words. */
export const isServable = (
  asked: { readonly run: QueryContext; readonly cache: QueryCache },
  found: FoundEntry,
  search: RetrievalResult,
): boolean => search.isAvailable && reasonAgainst(asked, found, search) === null;

/** The entry as it may be served now. */
export async function confirmed(
  { ports }: QueryContext,
  cache: QueryCache,
  found: FoundEntry,
  search: RetrievalResult,
): Promise<FoundEntry> {
  const result = labelledAsNow(found.entry, search.context);
  const entry = { ...found.entry, result, generation: cache.generation(citedNamespaces(result)) };
  const checked = { ...found, entry };
  // A neighbor's entry says nothing about this question: its next asker is checked again, against what is remembered of this search.
  if (found.tier !== 'exact' || !search.isWhole || hasLeftNamespace(found.entry, result)) return checked;
  const stamped: CacheEntry = { ...entry, stamps: withStamp(entry.stamps, cache.stamp) };
  await cache.session.tell(() =>
    ports.cache.entries.replace(cache.searchScope.access.tenantId, found.entryId, stamped),
  );
  return checked;
}

/**
 * True when a document has left a namespace that the entry cites. Under its new labels the entry would no longer tell whether
 * the namespace has been evicted since this query began: it stays as it is, and whoever is next is checked again.
 */
function hasLeftNamespace({ result: kept }: CacheEntry, labelled: CacheEntry['result']): boolean {
  const now = new Set(citedNamespaces(labelled));
  return citedNamespaces(kept).some((name) => !now.has(name));
}

/** The same words under the title, source and namespace that they have now. */
function labelledAsNow({ result }: CacheEntry, context: readonly NumberedPassage[]): CacheEntry['result'] {
  const current = new Map(context.map(({ passage }) => [passage.passageId, passage]));
  const citations = result.citations.map((citation): Citation => {
    const passage = current.get(citation.passageId);
    if (passage === undefined) return citation;
    const { title, source, namespace } = passage;
    return { ...citation, title, source, namespace };
  });
  return { ...result, citations };
}
