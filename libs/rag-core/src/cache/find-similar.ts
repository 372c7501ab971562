import type { QueryContext } from '../answer/query-context.ts';
import type { SemanticIndex, SemanticMatch, SemanticSpace } from '../ports/semantic-index.ts';
import type { FoundEntry } from './find-exact.ts';
import { type Judge, judgeOf } from './judging/judge-of.ts';
import { JUDGE_REACH, standingOf } from './judging/standing-of.ts';
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
  run: QueryContext,
  cache: QueryCache,
  vector: Float32Array,
): Promise<readonly FoundEntry[]> {
  const { semantic } = run.ports.cache;
  if (semantic === null || !cache.mayRead || !cache.mayMeetNeighbors) return [];
  const looking = lookingFor(run, cache);
  const found = await lookAround(looking, { semantic, vector });
  // Neighbors that were gone made room: those behind them are looked at once.
  return found.isCrowdedOut ? (await lookAround(looking, { semantic, vector })).alive : found.alive;
}

interface Looking {
  readonly run: QueryContext;
  readonly cache: QueryCache;
  readonly judge: Judge | null;
  /** Cosine from which an entry may answer. */
  readonly threshold: number;
  /** Cosine from which one is looked at. */
  readonly lowest: number;
  /** False where no model may be called. */
  readonly mayAsk: boolean;
}

function lookingFor(run: QueryContext, cache: QueryCache): Looking {
  const judge = judgeOf(run);
  const threshold = thresholdOf(run);
  const mayAsk = judge !== null && run.question.cache.mode !== 'only';
  // A threshold that the question names is meant.
  const reach = mayAsk && run.question.cache.semanticThreshold === null ? JUDGE_REACH : 0;
  return { run, cache, judge, threshold, mayAsk, lowest: threshold - reach };
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

async function lookAround(looking: Looking, { semantic, vector }: Around): Promise<Neighborhood> {
  const { run, cache, lowest } = looking;
  const { neighborhood, question } = cache;
  const space = spaceOf(run, cache);
  const asked = { question, vector, minSimilarity: lowest };
  const matches = await neighborhood.ask(() => semantic.search(space, asked, NEIGHBORS));
  const near = (matches ?? [])
    .slice(0, NEIGHBORS)
    .filter(({ entryId, similarity }) => similarity >= lowest && entryId !== cache.entry.entryId);
  const gone: string[] = [];
  const alive: FoundEntry[] = [];
  for (let at = 0; at < near.length && !alive.some(isSure); at += READ_AT_ONCE) {
    const page = near.slice(at, at + READ_AT_ONCE);
    const ids = page.map(({ entryId }) => entryId);
    const entries = await cache.session.ask(() => run.ports.cache.entries.read(space.tenantId, ids));
    if (entries === null) break;
    gone.push(...ids.filter((_id, place) => entries[place] === null));
    alive.push(...page.flatMap((match, place) => foundIn(looking, match, entries[place] ?? null)));
  }
  if (gone.length > 0) await neighborhood.tell(() => semantic.remove(space, gone));
  const isCrowdedOut = alive.length === 0 && gone.length > 0 && near.length === NEIGHBORS;
  const sure = alive.filter(isSure);
  const inDoubt = alive.filter(({ needsJudge }) => needsJudge);
  return { alive: [...sure.slice(0, MAX_FOUND), ...inDoubt.slice(0, MAX_FOUND)], isCrowdedOut };
}

const isSure = ({ needsJudge }: FoundEntry): boolean => !needsJudge;

function foundIn(
  looking: Looking,
  { entryId, similarity }: SemanticMatch,
  entry: FoundEntry['entry'] | null,
): FoundEntry[] {
  const { run, cache, judge, threshold, mayAsk } = looking;
  // An entry of this very question is held to the stricter rule of the exact tier, which did not find it here.
  if (entry === null || !cache.isAlive(entry) || entry.question === cache.question) return [];
  const { standing, veto } = standingOf(cache, { entry, similarity, threshold }, judge);
  if (veto !== null)
    run.telemetry.cacheDecision(cache.searchScope.access.tenantId, {
      tier: 'semantic',
      outcome: 'refused',
      reason: veto,
      savedUsd: 0,
      origin: entry.origin,
    });
  if (standing === 'refused' || (standing === 'same-if-judged' && !mayAsk)) return [];
  return [
    {
      entryId,
      entry,
      tier: 'semantic',
      similarity: rounded(similarity),
      needsFirstPassage: standing === 'same-if-found-first',
      needsJudge: standing === 'same-if-judged',
      isDirect: false,
    },
  ];
}

export const spaceOf = ({ ports }: QueryContext, cache: QueryCache): SemanticSpace => ({
  tenantId: cache.searchScope.access.tenantId,
  spaceId: cache.entry.spaceId,
  model: ports.embedder.model,
  dimension: ports.embedder.dimension,
});

const thresholdOf = ({ question, ports }: QueryContext): number =>
  question.cache.semanticThreshold ??
  ports.settings.cache.semanticThreshold ??
  ports.embedder.semanticThreshold;

const rounded = (similarity: number): number => Math.round(Math.min(1, similarity) * 10_000) / 10_000;
