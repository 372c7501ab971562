import { connectPostgres, type Database } from '@ragfleet/postgres-connection';
import type { PassageVector, SearchScope } from '@ragfleet/rag-core';
import { describeOnPostgres, scopeOf } from '@ragfleet/test-support';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPgvectorIndex, type PgvectorIndex } from './open-pgvector-index.ts';
import { vectorTable } from './vector-table.ts';

const signal = new AbortController().signal;
const MODEL = 'cost';
const QUESTION = Float32Array.of(1, 0);
const TABLE = vectorTable(MODEL, 2).name;

const passages = (tenantId: string, namespace: string, count: number): PassageVector[] =>
  Array.from({ length: count }, (_, n) => ({
    tenantId,
    documentId: `${namespace}-${n}`,
    passageId: `${namespace}-${n}`,
    namespace,
    department: null,
    vector: Float32Array.of(Math.cos(n), Math.sin(n)),
  }));

describeOnPostgres('what a search costs', (postgres) => {
  let database: Database;
  let opened: PgvectorIndex;
  let neighbor = '';
  beforeAll(async () => {
    const pool = { poolSize: 1, statementTimeoutMs: 20_000, name: 'cost-test' };
    database = connectPostgres({ ...pool, url: postgres().url });
    opened = await openPgvectorIndex({ database, dimension: 2, model: MODEL, exactRows: 1_000 });
    await opened.index.upsert(passages('small', 'few', 100), signal);
    neighbor = await tenantBeside('small');
  });
  afterAll(() => database.close());

  /** A tenant that shares the partition of another. */
  const tenantBeside = async (tenantId: string): Promise<string> => {
    const [row] = await database.query<{ name: string }>(
      `SELECT 'tenant-' || n AS name FROM generate_series(0, 15) AS part, generate_series(1, 500) AS n
      WHERE satisfies_hash_partition($1::regclass, 16, part, $2::text)
        AND satisfies_hash_partition($1::regclass, 16, part, 'tenant-' || n) LIMIT 1`,
      [TABLE, tenantId],
    );
    return row?.name ?? '';
  };
  /** Rows that indexes gave out for one search, whatever the planner made of it. */
  const rowsRead = async (scope: SearchScope): Promise<number> => {
    const before = await readCounters();
    await opened.index.searchDense(scope, QUESTION, 5, signal);
    return (await readCounters()) - before;
  };
  const readCounters = async (): Promise<number> => {
    await database.query('SELECT pg_stat_force_next_flush()');
    const [row] = await database.query<{ rows: number }>(
      `SELECT (sum(idx_tup_read) + (SELECT sum(seq_tup_read) FROM pg_stat_user_tables WHERE relname LIKE 'vectors%'
        AND schemaname = current_schema()))::integer AS rows
      FROM pg_stat_user_indexes WHERE schemaname = current_schema() AND relname LIKE 'vectors%'`,
    );
    return row?.rows ?? 0;
  };

  it('does not grow with the rows of other tenants, of other namespaces, or with what the planner believes', async () => {
    const small = scopeOf({ tenantId: 'small', readsAll: true });
    const alone = await rowsRead(small);
    expect(alone).toBeGreaterThanOrEqual(100);
    // The planner believes that a partition holds one tenant with one namespace, and is told nothing of what follows.
    await database.query(`ANALYZE ${TABLE}`);
    await opened.index.upsert(passages(neighbor, 'many', 3_000), signal);
    await opened.index.upsert(passages(neighbor, 'few', 100), signal);
    await opened.idle();
    expect(await rowsRead(small)).toBeLessThanOrEqual(alone + 10);
    expect(await rowsRead(scopeOf({ tenantId: neighbor, namespaces: ['few'] }))).toBeLessThanOrEqual(
      alone + 10,
    );
    await database.query(`ANALYZE ${TABLE}`);
    expect(await rowsRead(small)).toBeLessThanOrEqual(alone + 10);
    expect(await rowsRead(scopeOf({ tenantId: neighbor, namespaces: ['few'] }))).toBeLessThanOrEqual(
      alone + 10,
    );
  });
});
