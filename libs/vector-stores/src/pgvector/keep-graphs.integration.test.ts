import { connectPostgres, type Database } from '@ragfleet/postgres-connection';
import type { PassageVector } from '@ragfleet/rag-core';
import { describeOnPostgres, scopeOf } from '@ragfleet/test-support';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { GraphMethod } from './graphs.ts';
import { openPgvectorIndex, type PgvectorIndex } from './open-pgvector-index.ts';
import { createSearchDense } from './search-dense.ts';
import { searchFunction } from './search-function.ts';
import { vectorTable } from './vector-table.ts';

const signal = new AbortController().signal;
const IVFFLAT: GraphMethod = { kind: 'ivfflat' };
/** A graph from so many rows on. */
const EXACT_ROWS = 100;

const passages = (tenantId: string, count: number, first = 0): PassageVector[] =>
  Array.from({ length: count }, (_, n) => ({
    tenantId,
    documentId: `d${first + n}`,
    passageId: `p${first + n}`,
    namespace: n % 2 === 0 ? 'even' : 'odd',
    department: null,
    vector: Float32Array.of(Math.cos(first + n), Math.sin(first + n)),
  }));

describeOnPostgres('the graphs of large tenants', (postgres) => {
  let database: Database;
  beforeAll(() => {
    const pool = { poolSize: 4, statementTimeoutMs: 20_000, name: 'graphs-test' };
    database = connectPostgres({ ...pool, url: postgres().url });
  });
  afterAll(() => database.close());

  let minutes = 0;
  const open = (model: string, graph: GraphMethod = IVFFLAT): Promise<PgvectorIndex> =>
    openPgvectorIndex({
      database,
      dimension: 2,
      model,
      graph,
      exactRows: EXACT_ROWS,
      // Every look is due.
      clock: { nowMs: () => 0, monotonicMs: () => 60_000 * minutes++ },
      onError: (error) => expect.unreachable(String(error)),
    });
  const graphsOf = async (model: string): Promise<string[]> => {
    const rows = await database.query<{ options: string }>(
      `SELECT array_to_string(reloptions, ' ') AS options FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
      WHERE indisvalid AND relname LIKE 'ann\\_%' AND indrelid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = $1::regclass)
      ORDER BY 1`,
      [vectorTable(model, 2).name],
    );
    return rows.map(({ options }) => options);
  };

  it('are not built on an empty table, nor for a small tenant', async () => {
    const { index, idle } = await open('small');
    await index.upsert(passages('acme', EXACT_ROWS - 1), signal);
    await index.searchDense(scopeOf({ readsAll: true }), Float32Array.of(1, 0), 5, signal);
    await idle();
    expect(await graphsOf('small')).toEqual([]);
  });

  it('are never built where every search is exact', async () => {
    const { index, idle } = await openPgvectorIndex({
      database,
      dimension: 2,
      model: 'exact',
      isExact: true,
    });
    await index.upsert(passages('acme', 3 * EXACT_ROWS), signal);
    const [nearest] = await index.searchDense(scopeOf({ readsAll: true }), Float32Array.of(1, 0), 5, signal);
    await idle();
    expect(nearest?.passageId).toBe('p0');
    expect(await graphsOf('exact')).toEqual([]);
  });

  it('are built when a tenant has grown, and again when it has outgrown its lists', async () => {
    const { index, idle } = await open('grown');
    await index.upsert(passages('acme', EXACT_ROWS), signal);
    await idle();
    expect(await graphsOf('grown')).toEqual(['lists=10']);
    await index.upsert(passages('acme', EXACT_ROWS, EXACT_ROWS), signal);
    await idle();
    expect(await graphsOf('grown')).toEqual(['lists=10']);
    await index.upsert(passages('acme', 25, 2 * EXACT_ROWS), signal);
    await idle();
    expect(await graphsOf('grown')).toEqual(['lists=15']);
  });

  it('go when their tenant has shrunk', async () => {
    const { index, idle } = await open('shrunk');
    const all = passages('acme', EXACT_ROWS);
    await index.upsert(all, signal);
    await idle();
    await index.removePassages(
      'acme',
      all.slice(10).map(({ passageId }) => passageId),
      signal,
    );
    await idle();
    expect(await graphsOf('shrunk')).toEqual([]);
  });

  it('follow the configuration at the next search', async () => {
    const before = await open('configured');
    await before.index.upsert(passages('acme', 150), signal);
    await before.idle();
    const after = await open('configured', { kind: 'hnsw', m: 8, efConstruction: 32 });
    await after.index.searchDense(scopeOf({ readsAll: true }), Float32Array.of(1, 0), 5, signal);
    await after.idle();
    expect(await graphsOf('configured')).toEqual(['m=8 ef_construction=32']);
  });

  it('are built once when several processes find them missing', async () => {
    const opened = await Promise.all([1, 2, 3].map(() => open('several')));
    await Promise.all(opened.map(({ index }, n) => index.upsert(passages('acme', 80, 80 * n), signal)));
    await Promise.all(opened.map(({ idle }) => idle()));
    // The loser of the race for the lock leaves the build to the winner, which may have counted fewer rows.
    await opened[0]?.index.upsert(passages('acme', 1), signal);
    await opened[0]?.idle();
    expect(await graphsOf('several')).toHaveLength(1);
  });

  it('are built anew where a build did not end', async () => {
    const { index, idle } = await open('abandoned');
    await index.upsert(passages('acme', EXACT_ROWS), signal);
    await idle();
    await database.query(
      `UPDATE pg_index SET indisvalid = false WHERE indexrelid IN (SELECT pg_class.oid FROM pg_class
        JOIN pg_inherits ON inhparent = $1::regclass JOIN pg_index AS own ON own.indexrelid = pg_class.oid AND own.indrelid = inhrelid
        WHERE relname LIKE 'ann\\_%')`,
      [vectorTable('abandoned', 2).name],
    );
    expect(await graphsOf('abandoned')).toEqual([]);
    await index.searchDense(scopeOf({ readsAll: true }), Float32Array.of(1, 0), 5, signal);
    await idle();
    await index.upsert(passages('acme', 1), signal);
    await idle();
    expect(await graphsOf('abandoned')).toEqual(['lists=10']);
  });

  it('serve a pgvector without iterative scans too, which compares whole what its graph leaves short', async () => {
    const { index, idle } = await open('older', { kind: 'hnsw', m: 16, efConstruction: 64 });
    await index.upsert(passages('acme', 600), signal);
    await idle();
    const table = vectorTable('older', 2);
    const { name, sql } = searchFunction(table, false);
    await database.runScript(sql);
    const older = createSearchDense({
      database,
      table,
      dimension: 2,
      functionName: () => Promise.resolve(name),
      exactRows: EXACT_ROWS,
      largeSets: { has: () => false, add: () => undefined },
      onGraph: (_, graph) => expect(graph).toContain('hnsw'),
    });
    const found = await older(scopeOf({ namespaces: ['even'] }), Float32Array.of(1, 0), 150, signal);
    expect(new Set(found.map(({ passageId }) => passageId)).size).toBe(150);
  });

  it('do not stop searches while they are built', async () => {
    const { index, idle } = await open('searching', { kind: 'hnsw', m: 16, efConstruction: 200 });
    await index.upsert(passages('acme', 1_000), signal);
    const building = idle();
    const search = index.searchDense(scopeOf({ readsAll: true }), Float32Array.of(1, 0), 5, signal);
    expect((await search).map(({ passageId }) => passageId)).toContain('p0');
    await building;
  });

  it('find what an exact search finds where an access filter makes the graph come back with too little', async () => {
    const { index, idle } = await open('filtered', { kind: 'hnsw', m: 16, efConstruction: 64 });
    await index.upsert(passages('acme', 600), signal);
    await idle();
    const scope = scopeOf({ namespaces: ['even'] });
    const found = await index.searchDense(scope, Float32Array.of(1, 0), 100, signal);
    expect(found).toHaveLength(100);
    expect(found.map(({ score }) => score)).toEqual(
      found.map(({ score }) => score).toSorted((a, b) => b - a),
    );
  });
});
