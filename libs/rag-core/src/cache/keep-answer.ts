import { isFault } from '@ragfleet/kernel';
import type { NumberedPassage } from '../prompt-budget/fill-context.ts';
import { PII_FINDER_AWAY } from '../answer/find-personal-data.ts';
import type { QueryContext } from '../answer/query-context.ts';
import type { AnswerResult, CacheEntryName } from '../ports/answers.ts';
import type { CacheEntry, CacheStamp } from '../ports/answer-cache.ts';
import { generationOf, isSameCounters, isSameStamp, stampOf, withStamp } from './change-stamps.ts';
import { evidenceOf, isSameEvidence } from './evidence.ts';
import type { FoundEntry } from './find-exact.ts';
import { spaceOf } from './find-similar.ts';
import { citedNamespaces, type QueryCache } from './query-cache.ts';

export interface WrittenAnswer {
  readonly result: AnswerResult;
  readonly context: readonly NumberedPassage[];
  /** Of the question, when it was embedded. */
  readonly vector: Float32Array | null;
  /** Entries of the question that were found and not borne out. */
  readonly refused: readonly FoundEntry[];
}

/** `kept` for everyone, `shared` with the equal questions in flight alone, or `neither`. */
export interface Keeping {
  readonly reach: 'kept' | 'shared' | 'neither';
  readonly name: CacheEntryName | null;
}

const NEITHER: Keeping = { reach: 'neither', name: null };
const NOT_TO_BE_KEPT: readonly string[] = ['no-answer', 'uncited-answer', 'truncated-answer'];
/** Entries of one moment expire over this share of their life, so that they are not all written anew at once. */
const LIFE_SPREAD = 0.1;
/** Long enough for everyone who waited to look. */
const SHARED_MS = 60_000;

/**
 * Keeps a complete, cited, filtered, undegraded answer, unless documents, access or evictions have moved since its
 * search. One that is sound but answers nothing is left to those who asked the same meanwhile. Never fails the query.
 */
export async function keepAnswer(
  run: QueryContext,
  cache: QueryCache,
  written: WrittenAnswer,
): Promise<Keeping> {
  const { result } = written;
  const isSound = result.model !== null && run.reasons.size === 0 && !run.warnings.has('faster-model');
  if (!cache.mayWrite || !isSound || !(await hasStoodStill(run, cache, citedNamespaces(result))))
    return NEITHER;
  const isWorthKeeping =
    result.citations.length > 0 && !NOT_TO_BE_KEPT.some((warning) => run.warnings.has(warning));
  const { entryId, previous } = isWorthKeeping
    ? await placeOf(run, cache, written)
    : { entryId: cache.flightEntryId, previous: null };
  const entry = entryOf(run, cache, written, previous);
  await Promise.all([
    write(run, cache, { entryId, entry, written, isWorthKeeping }),
    isWorthKeeping && cache.mayMeetNeighbors
      ? meetNeighbors(run, cache, { entryId, entry, vector: written.vector })
      : undefined,
  ]);
  if (cache.session.isAway()) return NEITHER;
  return isWorthKeeping
    ? { reach: 'kept', name: { ...cache.entry, entryId } }
    : { reach: 'shared', name: null };
}

/** Where an answer is kept, and what is written anew there before its time: what its stamps say may still hold. */
interface Place {
  readonly entryId: string;
  readonly previous: CacheEntry | null;
}

/**
 * The question's own place; the one of the caller's access where the own place is taken by an answer that only others
 * are known to find. So two groups who find different things do not overwrite each other in turns.
 */
async function placeOf(run: QueryContext, cache: QueryCache, written: WrittenAnswer): Promise<Place> {
  const { entry, variantId } = cache;
  if (run.question.cache.mode === 'refresh') return refreshedPlaceOf(run, cache, written);
  const own = written.refused.find(({ entryId }) => entryId === entry.entryId);
  const isTaken = own !== undefined && isOfOthers(own.entry, cache.stamp);
  return { entryId: isTaken ? variantId : entry.entryId, previous: null };
}

/** A refresh has not looked for kept answers: both places are read now. */
async function refreshedPlaceOf(
  { ports }: QueryContext,
  cache: QueryCache,
  { context }: WrittenAnswer,
): Promise<Place> {
  const { entry, variantId } = cache;
  const { tenantId } = cache.searchScope.access;
  const kept = await cache.session.ask(() => ports.cache.entries.read(tenantId, [entry.entryId, variantId]));
  const [own = null, variant = null] = (kept ?? []).map((one) =>
    one?.question === cache.question ? one : null,
  );
  const isTaken =
    own !== null &&
    cache.isAlive(own) &&
    isOfOthers(own, cache.stamp) &&
    !isSameEvidence(own.evidence, evidenceOf(context.map(({ passage }) => passage)));
  return isTaken ? { entryId: variantId, previous: variant } : { entryId: entry.entryId, previous: own };
}

const isOfOthers = ({ stamps }: CacheEntry, { access }: CacheStamp): boolean =>
  stamps.every((stamp) => stamp.access !== access);

/** True when nothing that the search could have seen has changed since the query began. */
async function hasStoodStill(
  run: QueryContext,
  cache: QueryCache,
  cited: readonly string[],
): Promise<boolean> {
  const { question, ports, signal } = run;
  const { tenantId } = cache.searchScope.access;
  try {
    const counters = await ports.changes.current(tenantId);
    // On most queries nothing at all has moved: no digests are needed to tell.
    if (isSameCounters(counters, question.changes)) return true;
    const isSame = isSameStamp(stampOf(cache.searchScope, counters), cache.stamp);
    return isSame && generationOf(counters, cited) === cache.generation(cited);
  } catch (error) {
    signal.throwIfAborted();
    const kind = isFault(error) ? error.kind : 'internal';
    ports.logger.warn({ tenant: tenantId, queryId: question.queryId, kind }, 'answer not cached');
    return false;
  }
}

function entryOf(
  run: QueryContext,
  cache: QueryCache,
  { result, context }: WrittenAnswer,
  previous: CacheEntry | null,
): CacheEntry {
  const { ports, question } = run;
  const storedAtMs = ports.clock.nowMs();
  const evidence = evidenceOf(context.map(({ passage }) => passage));
  const lifeMs = question.cache.ttlSeconds * 1_000 * (1 - LIFE_SPREAD * (ports.random ?? Math.random)());
  return {
    question: cache.question,
    spaceId: cache.entry.spaceId,
    generation: cache.generation(citedNamespaces(result)),
    result: withoutPeople(cache, { ...result, warnings: ofTheAnswer(result.warnings) }),
    evidence,
    stamps: withStamp(stampsStillTrue(previous, evidence), cache.stamp),
    storedAtMs,
    expiresAtMs: storedAtMs + Math.max(1_000, Math.round(lifeMs)),
    origin: question.isWarming ? 'warming' : 'query',
  };
}

/** Whether the finder of people was away is said of one query, and of nobody who is served its answer later. */
const ofTheAnswer = (warnings: readonly string[]): readonly string[] =>
  warnings.filter((warning) => warning !== PII_FINDER_AWAY);

/** The people whom the question names are restored from the question of whoever is served. */
function withoutPeople({ pseudonyms }: QueryCache, result: AnswerResult): AnswerResult {
  if (pseudonyms === null) return result;
  const kept = (text: string): string => pseudonyms.masked(text, []);
  const citations = result.citations.map((citation) => ({ ...citation, quote: kept(citation.quote) }));
  return { ...result, answer: kept(result.answer), citations };
}

const stampsStillTrue = (
  previous: CacheEntry | null,
  evidence: CacheEntry['evidence'],
): readonly CacheStamp[] =>
  previous !== null && isSameEvidence(previous.evidence, evidence) ? previous.stamps : [];

function write(
  { ports, question }: QueryContext,
  cache: QueryCache,
  {
    entryId,
    entry,
    written,
    isWorthKeeping,
  }: { entryId: string; entry: CacheEntry; written: WrittenAnswer; isWorthKeeping: boolean },
): Promise<void> {
  const documentIds = [...new Set(written.context.map(({ passage }) => passage.documentId))];
  const staleMs = ports.settings.cache.staleSeconds * 1_000;
  const keepMs = isWorthKeeping
    ? entry.expiresAtMs - entry.storedAtMs + staleMs
    : Math.min(SHARED_MS, question.cache.ttlSeconds * 1_000);
  return cache.session.tell(() =>
    ports.cache.entries.write(cache.searchScope.access.tenantId, entryId, entry, { keepMs, documentIds }),
  );
}

async function meetNeighbors(
  run: QueryContext,
  cache: QueryCache,
  { entryId, entry, vector }: { entryId: string; entry: CacheEntry; vector: Float32Array | null },
): Promise<void> {
  const { semantic } = run.ports.cache;
  if (semantic === null || vector === null) return;
  const { expiresAtMs } = entry;
  await cache.neighborhood.tell(() =>
    semantic.add(spaceOf(run, cache), { entryId, question: cache.question, vector, expiresAtMs }),
  );
}
