import type { QueryContext } from '../answer/query-context.ts';
import type { RankedPassage } from '../search/search-contract.ts';
import { isSameStamp } from './change-stamps.ts';
import { evidenceOf, isSameEvidence } from './evidence.ts';
import type { QueryCache } from './query-cache.ts';

/**
 * What this caller's search for this question found before, read again from the document store: null unless access and
 * corpus are the same and every passage still stands as it was. Another model or quality then costs no search.
 */
export async function recallRetrieval(
  run: QueryContext,
  cache: QueryCache,
): Promise<readonly RankedPassage[] | null> {
  const { tenantId } = cache.searchScope.access;
  if (!cache.mayRead) return null;
  const kept = await cache.session.ask(() =>
    run.ports.cache.entries.readRetrieval(tenantId, cache.retrievalId),
  );
  if (kept === null || kept.question !== cache.question || !isSameStamp(kept.stamp, cache.stamp)) return null;
  const ids = kept.passages.map(({ passageId }) => passageId);
  const current = await readAgain(run, cache, ids);
  if (!isSameEvidence(evidenceOf(current), kept.passages)) return null;
  // The order is what was kept; scores are comparable inside one search alone.
  return current.map((passage, at) => ({ passage, score: 1 - at / ids.length }));
}

async function readAgain(run: QueryContext, { searchScope }: QueryCache, ids: readonly string[]) {
  try {
    return await run.ports.passageReader.readCurrent(searchScope, ids, run.signal);
  } catch {
    // The search finds out for itself what is away.
    run.signal.throwIfAborted();
    return [];
  }
}

/** Keeps what a whole search found, for as long as an answer would be kept. Never fails the query. */
export async function keepRetrieval(
  run: QueryContext,
  cache: QueryCache,
  passages: readonly RankedPassage[],
): Promise<void> {
  if (!cache.mayWrite || passages.length === 0) return;
  const { tenantId } = cache.searchScope.access;
  const entry = {
    question: cache.question,
    stamp: cache.stamp,
    passages: evidenceOf(passages.map(({ passage }) => passage)),
  };
  const keepMs = run.question.cache.ttlSeconds * 1_000;
  await cache.session.tell(() =>
    run.ports.cache.entries.writeRetrieval(tenantId, cache.retrievalId, entry, keepMs),
  );
}
