import type { QueryRun } from '../answer/query-run.ts';
import type { SemanticIndex, SemanticMatch, SemanticSpace } from '../ports/semantic-index.ts';
import type { FoundEntry } from './find-exact.ts';
import { judgeNeighbor } from './meaning/judge-neighbor.ts';
import type { QueryCache } from './query-cache.ts';

/** More than one: the nearest may be expired, evicted or vetoed and must not hide the ones behind it. */
const NEIGHBORS = 16;
/** Most questions need no more, and each entry has to be read and opened. */
const READ_AT_ONCE = 8;
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
  return found.isCrowdedOut ? (await lookAround(run, cache, { semantic, vector })).alive : found.alive;
}

interface Neighborhood {
  readonly alive: readonly FoundEntry[];
  /** True when every place was taken, some by an entry that is gone, and nobody is left. */
  readonly isCrowdedOut: boolean;
}

interface Around {
  readonly semantic: SemanticIndex;
  readonly vector: Float32Array;
}

async function lookAround(
  run: QueryRun,
  cache: QueryCache,
  { semantic, vector }: Around,
): Promise<Neighborhood> {
  const { neighborhood, question } = cache;
  const space = spaceOf(run, cache);
  const threshold = thresholdOf(run);
  const asked = { question, vector, minSimilarity: threshold };
  const matches = await neighborhood.ask(() => semantic.search(space, asked, NEIGHBORS));
  const near = (matches ?? [])
    .slice(0, NEIGHBORS)
    .filter(({ entryId, similarity }) => similarity >= threshold && entryId !== cache.entry.entryId);
  const gone: string[] = [];
  const alive: FoundEntry[] = [];
  for (let at = 0; at < near.length && alive.length === 0; at += READ_AT_ONCE) {
    const page = near.slice(at, at + READ_AT_ONCE);
    const ids = page.map(({ entryId }) => entryId);
    const entries = await cache.session.ask(() => run.ports.cache.entries.read(space.tenantId, ids));
    if (entries === null) break;
    gone.push(...ids.filter((_id, place) => entries[place] === null));
    alive.push(...page.flatMap((match, place) => foundIn(run, cache, match, entries[place] ?? null)));
  }
  if (gone.length > 0) await neighborhood.tell(() => semantic.remove(space, gone));
  const isCrowdedOut = alive.length === 0 && gone.length > 0 && near.length === NEIGHBORS;
  return { alive: alive.slice(0, MAX_FOUND), isCrowdedOut };
}

function foundIn(
  run: QueryRun,
  cache: QueryCache,
  { entryId, similarity }: SemanticMatch,
  entry: FoundEntry['entry'] | null,
): FoundEntry[] {
  // An entry of this very question is held to the stricter rule of the exact tier, which did not find it here.
  if (entry === null || !cache.isAlive(entry) || entry.question === cache.question) return [];
  const verdict = judgeNeighbor({ one: entry.question, other: cache.question, similarity });
  if (verdict === 'same' || verdict === 'same-if-found-first') {
    const needsFirstPassage = verdict === 'same-if-found-first';
    return [
      {
        entryId,
        entry,
        tier: 'semantic',
        similarity: rounded(similarity),
        needsFirstPassage,
        isDirect: false,
      },
    ];
  }
  run.telemetry.cacheDecision(cache.sight.access.tenantId, {
    tier: 'semantic',
    outcome: 'refused',
    reason: verdict,
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
