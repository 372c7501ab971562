import { createAnswerEntries, createScanIndex, createVectorSetIndex } from '@ragfleet/answer-cache';
import { cacheKeys } from '@ragfleet/contracts';
import type {
  AnswerEntries,
  CacheEntry,
  SemanticIndex,
  SemanticMatch,
  SemanticSpace,
} from '@ragfleet/rag-core';
import { closeRedis, connectRedis, whenReady } from '@ragfleet/redis-connection';
import { sampleAnswer } from '../../answers/sample-answer.ts';
import { BENCH_PLACE, createBenchSealer } from '../../answers/cache-place.ts';
import { inBatches } from '../../answers/in-batches.ts';
import type { BenchRedis } from '../../servers/bench-redis.ts';
import type { ClusteredVectors } from '../../vectors/clustered-vectors.ts';

export const DIMENSION = 1_536;

/** One space of the semantic tier with its entries, as the product fills it. */
export interface SemanticTier {
  readonly entries: number;
  readonly indexName: string;
  /** Of its vector set. */
  readonly key: string;
  /** The entry that would be served, by its place; null when there is none. */
  readonly lookUp: (probe: Float32Array) => Promise<number | null>;
  /** What the index holds to be nearest, by its place; it may lie below what would be served. */
  readonly nearest: (probe: Float32Array) => Promise<number | null>;
}

const CONCURRENCY = 8;
/** A prime, so that every place has its turn and questions about one subject do not come one after the other. */
const STRIDE = 7_919;
const READY_MS = 10_000;
/** As core looks around: so many neighbors, from this cosine on, so many of them read at once. */
const NEIGHBORS = 16;
const THRESHOLD = 0.95;
/** Of a tenant who is content with less: what lies below the other threshold is then to be found as well. */
const LOW_THRESHOLD = 0.85;
const READ_AT_ONCE = 8;

export async function fillSemanticTier(
  server: BenchRedis,
  vectors: ClusteredVectors,
  count: number,
): Promise<SemanticTier> {
  const { tenantId } = BENCH_PLACE;
  const { redis } = server;
  const entries = createAnswerEntries({ redis, sealer: createBenchSealer() });
  const spaceId = entries.idOf(tenantId, `space of ${count}`);
  const space: SemanticSpace = { tenantId, spaceId, model: 'text-embedding-3-small', dimension: DIMENSION };
  const index = indexOn(server);
  const places = new Map<string, number>();
  const idOf = (place: number): string => entries.idOf(tenantId, `${count} ${place}`);
  // Two connections: one vector is placed while the next is on its way.
  const second = connectRedis({ url: server.url, profile: 'blocking', name: 'bench-fill' });
  await whenReady(second, READY_MS);
  const writers = [index, indexOn({ ...server, redis: second })];
  await inBatches(count, CONCURRENCY, async (turn) => {
    const place = (turn * STRIDE) % count;
    const { question, entry, keeping } = sampleAnswer(place, { ...BENCH_PLACE, spaceId });
    const entryId = idOf(place);
    places.set(entryId, place);
    await entries.write(tenantId, entryId, entry, keeping);
    const { expiresAtMs } = entry;
    await writers[turn % 2]?.add(space, { entryId, question, vector: vectors.at(place), expiresAtMs });
  });
  await closeRedis(second, 2_000);
  const neighborsOf = (vector: Float32Array, minSimilarity = THRESHOLD): Promise<SemanticMatch[]> =>
    index.search(space, { question: '', vector, minSimilarity }, NEIGHBORS);
  const lookUp = createLookup({ entries, neighborsOf, space });
  const placeOf = (entryId: string | null | undefined): number | null => places.get(entryId ?? '') ?? null;
  return {
    entries: count,
    indexName: index.name,
    key: cacheKeys.semantic(tenantId, spaceId),
    lookUp: async (probe) => placeOf(await lookUp(probe)),
    nearest: async (probe) => placeOf((await neighborsOf(probe, LOW_THRESHOLD))[0]?.entryId),
  };
}

const indexOn = ({ major, redis }: Pick<BenchRedis, 'major' | 'redis'>): SemanticIndex =>
  major >= 8 ? createVectorSetIndex({ redis }) : createScanIndex({ redis });

/** The semantic tier's way to an answer: neighbors, their entries, and whether this caller finds what they rest on. */
function createLookup({
  entries,
  neighborsOf,
  space,
}: {
  readonly entries: AnswerEntries;
  readonly neighborsOf: (vector: Float32Array) => Promise<SemanticMatch[]>;
  readonly space: SemanticSpace;
}): (probe: Float32Array) => Promise<string | null> {
  return async (vector) => {
    const matches = await neighborsOf(vector);
    const near = matches.filter(({ similarity }) => similarity >= THRESHOLD).map(({ entryId }) => entryId);
    for (let start = 0; start < near.length; start += READ_AT_ONCE) {
      const ids = near.slice(start, start + READ_AT_ONCE);
      const found = await entries.read(space.tenantId, ids);
      const at = found.findIndex((entry) => entry !== null && mayServe(entry, space.spaceId));
      if (at >= 0) return ids[at] ?? null;
    }
    return null;
  };
}

function mayServe({ spaceId, evidence, stamps, expiresAtMs, result }: CacheEntry, own: string): boolean {
  const { access, changes } = BENCH_PLACE.stamp;
  const isChecked = stamps.some((stamp) => stamp.access === access && stamp.changes === changes);
  // The caller's own search stands in for itself: it finds what the entry rests on.
  const prompt = new Set(evidence.map(({ passageId, contentHash }) => `${passageId} ${contentHash}`));
  const cited = new Set(result.citations.map(({ passageId }) => passageId));
  const isContained = evidence
    .filter(({ passageId }) => cited.has(passageId))
    .every(({ passageId, contentHash }) => prompt.has(`${passageId} ${contentHash}`));
  return isChecked && isContained && spaceId === own && expiresAtMs > Date.now();
}
