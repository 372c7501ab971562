import type { QueryRun } from '../answer/query-run.ts';
import type { SemanticIndex, SemanticMatch, SemanticSpace } from '../ports/semantic-index.ts';
import type { FoundEntry } from './find-exact.ts';
import { meaningDifference } from './meaning/meaning-difference.ts';
import type { QueryCache } from './query-cache.ts';

/** More than one: the nearest may be expired, evicted or vetoed and must not hide the one behind it. */
const NEIGHBORS = 8;
/** Each is checked against the same search, so a few more cost nothing. */
const MAX_FOUND = 3;

/**
 * Entries whose question means the same: above the threshold, and different in nothing that carries meaning. Nearest
 * first. They still have to be checked against what the caller finds.
 */
export async function findSimilar(
  run: QueryRun,
  cache: QueryCache,
  vector: Float32Array,
): Promise<readonly FoundEntry[]> {
  const { semantic } = run.ports.cache;
  if (semantic === null || !cache.mayRead || !cache.mayMeetNeighbors) return [];
  const found = await lookAround(run, cache, { semantic, vector });
  // Neighbors that were gone made room: those behind them are looked at once.
  return found.hasGaps && found.alive.length === 0
    ? (await lookAround(run, cache, { semantic, vector })).alive
    : found.alive;
}

interface Neighborhood {
  readonly alive: readonly FoundEntry[];
  /** True when every place was taken and some by an entry that is gone. */
  readonly hasGaps: boolean;
}

const NOBODY: Neighborhood = { alive: [], hasGaps: false };

async function lookAround(
  run: QueryRun,
  cache: QueryCache,
  { semantic, vector }: { readonly semantic: SemanticIndex; readonly vector: Float32Array },
): Promise<Neighborhood> {
  const { session, neighborhood, question } = cache;
  const space = spaceOf(run, cache);
  const threshold = thresholdOf(run);
  const matches = await neighborhood.ask(() => semantic.search(space, { question, vector }, NEIGHBORS));
  const near = (matches ?? []).slice(0, NEIGHBORS).filter(({ similarity }) => similarity >= threshold);
  if (near.length === 0) return NOBODY;
  const ids = near.map(({ entryId }) => entryId);
  const entries = await session.ask(() => run.ports.cache.entries.read(space.tenantId, ids));
  if (entries === null) return NOBODY;
  const gone = ids.filter((_id, at) => entries[at] === null);
  if (gone.length > 0) await neighborhood.tell(() => semantic.remove(space, gone));
  const alive = near.flatMap((match, at) => foundIn(run, cache, match, entries[at] ?? null));
  return { alive: alive.slice(0, MAX_FOUND), hasGaps: gone.length > 0 && near.length === NEIGHBORS };
}

function foundIn(
  run: QueryRun,
  cache: QueryCache,
  { entryId, similarity }: SemanticMatch,
  entry: FoundEntry['entry'] | null,
): FoundEntry[] {
  // An entry of this very question is held to the stricter rule of the exact tier, which did not find it here.
  if (entry === null || !cache.isAlive(entry) || entry.question === cache.question) return [];
  const difference = meaningDifference(entry.question, cache.question);
  if (difference === null)
    return [{ entryId, entry, tier: 'semantic', similarity: rounded(similarity), isDirect: false }];
  run.telemetry.cacheDecision(cache.sight.access.tenantId, {
    tier: 'semantic',
    outcome: 'refused',
    reason: difference,
    savedUsd: 0,
    origin: entry.origin,
  });
  return [];
}

export const spaceOf = ({ ports }: QueryRun, cache: QueryCache): SemanticSpace => ({
  tenantId: cache.sight.access.tenantId,
  spaceId: cache.entry.spaceId,
  model: ports.embedder.model,
  dimension: ports.embedder.dimension,
});

const thresholdOf = ({ question, ports }: QueryRun): number =>
  question.cache.semanticThreshold ??
  ports.settings.cache.semanticThreshold ??
  ports.embedder.semanticThreshold;

const rounded = (similarity: number): number => Math.round(Math.min(1, similarity) * 10_000) / 10_000;
