import type { QueryContext } from '../answer/query-context.ts';
import type { CacheEntry } from '../ports/answer-cache.ts';
import { isSameStamp } from './change-stamps.ts';
import type { QueryCache } from './query-cache.ts';

/** An entry that may answer, and what it takes to know. */
export interface FoundEntry {
  readonly entryId: string;
  readonly entry: CacheEntry;
  readonly tier: 'exact' | 'semantic' | 'flight';
  readonly similarity: number | null;
  /** True when it may answer only if what the caller's search finds first is what the answer cites. */
  readonly needsFirstPassage: boolean;
  /** True when it may answer only if a model says that both questions mean the same. */
  readonly needsJudge: boolean;
  /** True when the caller's access and the corpus as they are now are on the entry: nothing is left to check. */
  readonly isDirect: boolean;
}

/**
 * The entries of this very question: its own, and behind it that of the caller's access, where another access has
 * taken its own. One read when the first serves. A question that has waited also finds what its leader left for it.
 */
export async function findExact(run: QueryContext, cache: QueryCache): Promise<readonly FoundEntry[]> {
  if (!cache.mayRead) return [];
  const hasWaited = run.question.timesWaited > 0;
  const tier = hasWaited ? 'flight' : 'exact';
  const [own] = await read(run, cache, [cache.entry.entryId], tier);
  if (own?.isDirect === true) return [own];
  const others = [
    ...(own === undefined ? [] : [cache.variantId]),
    ...(hasWaited ? [cache.flightEntryId] : []),
  ];
  if (others.length === 0) return [];
  const found = [...(own === undefined ? [] : [own]), ...(await read(run, cache, others, tier))];
  const direct = found.find(({ isDirect }) => isDirect);
  return direct === undefined ? found : [direct];
}

/** Those of the entries that are of this question and alive. */
async function read(
  { ports }: QueryContext,
  cache: QueryCache,
  entryIds: readonly string[],
  tier: FoundEntry['tier'],
): Promise<FoundEntry[]> {
  const { tenantId } = cache.searchScope.access;
  const entries = await cache.session.ask(() => ports.cache.entries.read(tenantId, entryIds));
  return (entries ?? []).flatMap((entry, at) => foundIn(cache, entry, { entryId: entryIds[at] ?? '', tier }));
}

function foundIn(
  cache: QueryCache,
  entry: CacheEntry | null,
  name: Pick<FoundEntry, 'entryId' | 'tier'>,
): FoundEntry[] {
  if (entry === null || entry.question !== cache.question || !cache.isAlive(entry)) return [];
  const isDirect = entry.stamps.some((stamp) => isSameStamp(stamp, cache.stamp));
  return [{ ...name, entry, similarity: null, needsFirstPassage: false, needsJudge: false, isDirect }];
}
