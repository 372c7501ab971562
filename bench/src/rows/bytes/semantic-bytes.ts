import { createAnswerEntries, createScanIndex, createVectorSetIndex } from '@ragfleet/answer-cache';
import type { SemanticIndex } from '@ragfleet/rag-core';
import { keepWithVector } from '../../../floors/vector-hash.ts';
import { sampleAnswer } from '../../answers/sample-answer.ts';
import { BENCH_PLACE, createBenchSealer } from '../../answers/cache-place.ts';
import { inBatches } from '../../answers/in-batches.ts';
import type { BenchRedis } from '../../servers/bench-redis.ts';
import { clusteredVectors } from '../../vectors/clustered-vectors.ts';

const DIMENSION = 1_536;
const CONCURRENCY = 16;

export interface SemanticBytes {
  readonly index: string;
  /** An answer, its indexes and its vector, by the growth of the server's memory. */
  readonly ours: number;
  /** The answer and its indexes alone. */
  readonly entry: number;
  /** A hash of the vector in 32-bit floats and the value. */
  readonly floor: number;
}

/** One entry of the semantic tier among many, beside a hash that holds vector and value. */
export async function semanticBytes(server: BenchRedis, count: number): Promise<SemanticBytes> {
  const { redis } = server;
  const index = server.major >= 8 ? createVectorSetIndex({ redis }) : createScanIndex({ redis });
  const vectors = clusteredVectors(DIMENSION, 1);
  const { tenantId } = BENCH_PLACE;
  const entries = createAnswerEntries({ redis, sealer: createBenchSealer() });
  const spaceOf = spacesOf(index, (tenantId, text) => entries.idOf(tenantId, text));

  const entry = await growth(server, count, async (at) => {
    const place = { ...BENCH_PLACE, spaceId: spaceOf(at) };
    const sample = sampleAnswer(at, place);
    await entries.write(tenantId, entries.idOf(tenantId, sample.question), sample.entry, sample.keeping);
  });
  const vector = await growth(
    server,
    count,
    async (at) => {
      const { question, entry } = sampleAnswer(at, BENCH_PLACE);
      const space = { tenantId, spaceId: spaceOf(at), model: 'text-embedding-3-small', dimension: DIMENSION };
      const entryId = entries.idOf(tenantId, question);
      await index.add(space, { entryId, question, vector: vectors.at(at), expiresAtMs: entry.expiresAtMs });
    },
    'after the last',
  );
  const floor = await growth(server, count, (at) =>
    keepWithVector(redis, at, { vector: vectors.at(at), value: sampleAnswer(at, BENCH_PLACE).value }),
  );
  await server.clear();
  return { index: index.name, ours: entry + vector, entry, floor };
}

/** As many spaces as an index needs so that its bound evicts nothing. */
function spacesOf(
  { maxEntriesPerSpace }: SemanticIndex,
  idOf: (tenantId: string, text: string) => string,
): (at: number) => string {
  const size = maxEntriesPerSpace ?? Number.POSITIVE_INFINITY;
  return (at) => idOf(BENCH_PLACE.tenantId, `space ${Math.floor(at / size)}`);
}

/** Bytes of one by the growth of the server's memory over all of them. */
async function growth(
  { meter, clear }: BenchRedis,
  count: number,
  work: (at: number) => Promise<unknown>,
  from: 'empty' | 'after the last' = 'empty',
): Promise<number> {
  if (from === 'empty') await clear();
  const before = await meter.usedBytes();
  await inBatches(count, CONCURRENCY, work);
  return ((await meter.usedBytes()) - before) / count;
}
