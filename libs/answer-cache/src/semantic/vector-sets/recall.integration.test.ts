import { randomUUID } from 'node:crypto';
import { cacheKeys } from '@ragfleet/contracts';
import type { SemanticIndex, SemanticSpace } from '@ragfleet/rag-core';
import { describeOnRedis8, seededNumbers } from '@ragfleet/test-support';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createVectorSetIndex } from './create-vector-set-index.ts';

const DIMENSION = 1_536;
const ENTRIES = 1_000;
const CLUSTERS = 50;
const QUESTIONS = 200;

const random = seededNumbers(7);
const noise = (): number => random() + random() + random() - 1.5;

function unit(values: Float32Array): Float32Array {
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}

const direction = (): Float32Array => unit(Float32Array.from({ length: DIMENSION }, noise));

/** A unit vector beside another one: 0.33 of noise is a cosine of 0.95, 0.5 one of 0.89. */
const beside = (center: Float32Array, share: number): Float32Array => {
  const other = direction();
  return unit(center.map((value, place) => value + share * (other[place] ?? 0)));
};

const idOf = (place: number): string => {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32BE(place);
  return bytes.toString('base64url');
};

function nearestExactly(vectors: readonly Float32Array[], question: Float32Array): number {
  const cosines = vectors.map((vector) => {
    let sum = 0;
    for (let place = 0; place < DIMENSION; place++) sum += (vector[place] ?? 0) * (question[place] ?? 0);
    return sum;
  });
  return cosines.indexOf(Math.max(...cosines));
}

describeOnRedis8('the recall of vector sets', (server) => {
  const tenantId = `recall-${randomUUID()}`;
  const space: SemanticSpace = { tenantId, spaceId: 'recall', model: 'm', dimension: DIMENSION };
  const centers = Array.from({ length: CLUSTERS }, direction);
  const vectors = Array.from({ length: ENTRIES }, (_, place) => {
    const center = centers[place % CLUSTERS];
    return center === undefined ? direction() : beside(center, 0.5);
  });
  let index: SemanticIndex;

  beforeAll(async () => {
    const { redis } = server();
    index = createVectorSetIndex({ redis });
    const expiresAtMs = Date.now() + 600_000;
    for (const [place, vector] of vectors.entries()) {
      await redis.set(cacheKeys.answer(tenantId, idOf(place)), 'sealed', 'PX', 600_000);
      await index.add(space, { question: '', vector, entryId: idOf(place), expiresAtMs });
    }
  });
  afterAll(() => server().removeKeys(`rf:${tenantId}`));

  it('finds the entry that a paraphrase is nearest to as often as a comparison with all does', async () => {
    let found = 0;
    for (let question = 0; question < QUESTIONS; question++) {
      const asked = beside(vectors[(37 * question + 3) % ENTRIES] ?? direction(), 0.33);
      const [match] = await index.search(space, { question: '', vector: asked }, 5);
      if (match?.entryId === idOf(nearestExactly(vectors, asked))) found += 1;
    }
    expect(found / QUESTIONS).toBeGreaterThanOrEqual(0.99);
  });

  it('takes less than 2.3 kB for an entry', async () => {
    const bytes = await server().redis.memory('USAGE', cacheKeys.semantic(tenantId, 'recall'), 'SAMPLES', 0);
    expect(Number(bytes) / ENTRIES).toBeLessThan(2_300);
  });
});
