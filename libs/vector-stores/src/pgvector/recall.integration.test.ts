import { connectPostgres, type Database } from '@ragfleet/postgres-connection';
import type { PassageVector, VectorIndex } from '@ragfleet/rag-core';
import { createInMemoryVectorIndex, describeOnPostgres, scopeOf } from '@ragfleet/test-support';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPgvectorIndex } from './open-pgvector-index.ts';
import { vectorTable } from './vector-table.ts';

const DIMENSION = 32;
const PASSAGES = 3_000;
const CLUSTERS = 40;
const QUERIES = 40;
const signal = new AbortController().signal;

/** The same numbers in every run (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const random = randomNumbers(7);
const noise = (): number => random() + random() + random() - 1.5;
const unit = (values: readonly number[]): Float32Array => {
  const length = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return Float32Array.from(values, (value) => value / length);
};
const centers = Array.from({ length: CLUSTERS }, () => Array.from({ length: DIMENSION }, noise));
const near = (cluster: number): Float32Array =>
  unit((centers[cluster % CLUSTERS] ?? []).map((value) => value + 0.5 * noise()));

/** One passage in fifty is readable by the narrow caller. */
const CORPUS: readonly PassageVector[] = Array.from({ length: PASSAGES }, (_, n) => ({
  tenantId: 'acme',
  documentId: `d${n}`,
  passageId: `p${n}`,
  namespace: n % 50 === 0 ? 'narrow' : 'wide',
  department: null,
  vector: near(n),
}));

describeOnPostgres('the recall of pgvector against an exact search', (postgres) => {
  let database: Database;
  let approximate: VectorIndex;
  const exact = createInMemoryVectorIndex();
  beforeAll(async () => {
    database = connectPostgres({
      url: postgres().url,
      poolSize: 2,
      statementTimeoutMs: 60_000,
      name: 'recall-test',
    });
    approximate = await openPgvectorIndex({ database, dimension: DIMENSION, model: 'recall' });
    await Promise.all([approximate, exact].map((index) => index.upsert(CORPUS, signal)));
    await database.query(`ANALYZE ${vectorTable('recall', DIMENSION).name}`);
  });
  afterAll(() => database.close());

  const recallFor = async (namespace: string, limit: number): Promise<number> => {
    const scope = scopeOf({ namespaces: [namespace] });
    let hits = 0;
    for (let query = 0; query < QUERIES; query += 1) {
      const vector = near(query);
      const expected = new Set(
        (await exact.searchDense(scope, vector, limit, signal)).map(({ passageId }) => passageId),
      );
      const found = await approximate.searchDense(scope, vector, limit, signal);
      hits += found.filter(({ passageId }) => expected.has(passageId)).length;
    }
    return hits / (QUERIES * limit);
  };

  it('is at least 0.97 for the ten nearest', async () => {
    expect(await recallFor('wide', 10)).toBeGreaterThan(0.97);
  });
  it('is at least 0.97 where the access filter keeps one passage in fifty', async () => {
    expect(await recallFor('narrow', 10)).toBeGreaterThan(0.97);
  });
  it('fills a long list, beyond the default depth of the graph search', async () => {
    const found = await approximate.searchDense(scopeOf({ namespaces: ['wide'] }), near(0), 200, signal);
    expect(found).toHaveLength(200);
  });
  it('leaves the settings of the connection as they were', async () => {
    await approximate.searchDense(scopeOf({ namespaces: ['wide'] }), near(0), 200, signal);
    expect(await database.query('SHOW hnsw.ef_search')).toEqual([{ 'hnsw.ef_search': '40' }]);
  });
});
