import { type Clock, Fault } from '@ragfleet/kernel';
import { connectPostgres, type Database } from '@ragfleet/postgres-connection';
import type { PassageVector } from '@ragfleet/rag-core';
import { describeOnPostgres } from '@ragfleet/test-support';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { NO_GRAPHS } from './keep-graphs.ts';
import { openPgvectorIndex } from './open-pgvector-index.ts';
import type { VectorRows } from './vector-rows.ts';
import { vectorTable } from './vector-table.ts';
import { createWrites } from './write-vectors.ts';

const signal = new AbortController().signal;
const PASSAGES = 30;
const board = { namespace: 'board', department: null };

/** Every look at it is a second later: statements take long, so that the next ones carry as few as they may. */
function createSlowClock(): Clock {
  let seconds = 0;
  return { nowMs: () => 0, monotonicMs: () => 1_000 * seconds++ };
}

const passagesOf = (tenantId: string, documentId: string): PassageVector[] =>
  Array.from({ length: PASSAGES }, (_, n) => ({
    tenantId,
    documentId,
    passageId: `${documentId}-${n}`,
    namespace: 'default',
    department: 'sales',
    vector: Float32Array.of(Math.cos(n), Math.sin(n)),
  }));

describeOnPostgres('the new labels of a document of many passages', (postgres) => {
  const model = 'relabel';
  const table = vectorTable(model, 2);
  let database: Database;
  beforeAll(async () => {
    const pool = { poolSize: 2, statementTimeoutMs: 20_000, name: 'relabel-test' };
    database = connectPostgres({ ...pool, url: postgres().url });
    const { index, idle } = await openPgvectorIndex({ database, dimension: 2, model });
    for (const [tenantId, documentId] of [
      ['acme', 'd'],
      ['acme', 'cut'],
      ['acme', 'other'],
      ['rival', 'd'],
    ] as const)
      await index.upsert(passagesOf(tenantId, documentId), signal);
    await idle();
  });
  afterAll(() => database.close());

  /** Says how many rows each statement changed; from one on the database is away. */
  const watched = (awayFrom = Number.POSITIVE_INFINITY) => {
    const changed: number[] = [];
    const rows: VectorRows = {
      query: async <Row extends object>(text: string, params: readonly unknown[], within: AbortSignal) => {
        if (changed.length >= awayFrom) throw new Fault('unavailable', 'The database is away.');
        const returned = await database.query<Row>(text, params, within);
        changed.push(returned.length);
        return returned;
      },
    };
    const writes = createWrites({ rows, table, dimension: 2, keeper: NO_GRAPHS, clock: createSlowClock() });
    return { changed, writes };
  };
  const labeled = async (tenantId: string, documentId: string, namespace: string): Promise<number> => {
    const rows = await database.query(
      `SELECT 1 FROM ${table.name} WHERE tenant_id = $1 AND document_id = $2 AND namespace = $3`,
      [tenantId, documentId, namespace],
    );
    return rows.length;
  };

  it('are written in statements that stay short, and to no other document', async () => {
    const { changed, writes } = watched();
    await writes.relabelDocument('acme', 'd', board, signal);
    expect(changed).toEqual([16, 4, 4, 4, 2]);
    expect(await labeled('acme', 'd', 'board')).toBe(PASSAGES);
    expect(await labeled('acme', 'other', 'board')).toBe(0);
    expect(await labeled('rival', 'd', 'board')).toBe(0);
    await writes.relabelDocument('acme', 'd', board, signal);
    expect(changed.slice(5)).toEqual([0]);
  });

  it('are written on from where they were cut off', async () => {
    const cut = watched(2);
    await expect(cut.writes.relabelDocument('acme', 'cut', board, signal)).rejects.toThrow('away');
    expect(await labeled('acme', 'cut', 'board')).toBe(20);
    const again = watched();
    await again.writes.relabelDocument('acme', 'cut', board, signal);
    expect(again.changed).toEqual([10]);
    expect(await labeled('acme', 'cut', 'board')).toBe(PASSAGES);
  });
});
