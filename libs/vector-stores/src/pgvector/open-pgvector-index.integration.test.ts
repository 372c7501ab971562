import { connectPostgres, type Database } from '@ragfleet/postgres-connection';
import type { VectorIndex } from '@ragfleet/rag-core';
import {
  CONTRACT_DIMENSION,
  describeOnPostgres,
  scopeOf,
  type TestPostgres,
  vectorIndexContract,
} from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPgvectorIndex } from './open-pgvector-index.ts';

const signal = new AbortController().signal;

const connect = (postgres: TestPostgres): Database =>
  connectPostgres({ url: postgres.url, poolSize: 4, statementTimeoutMs: 30_000, name: 'vector-stores-test' });

describeOnPostgres('pgvector', (postgres) => {
  vectorIndexContract(async () => {
    const database = connect(postgres());
    const { index } = await openPgvectorIndex({ database, dimension: CONTRACT_DIMENSION, model: 'contract' });
    return { index, close: () => database.close() };
  });

  describe('as a table', () => {
    let database: Database;
    beforeAll(() => {
      database = connect(postgres());
    });
    afterAll(() => database.close());
    const open = async (model: string, dimension: number): Promise<VectorIndex> =>
      (await openPgvectorIndex({ database, dimension, model })).index;

    it('keeps the vectors of each model apart, and finds its own again', async () => {
      const vector = Float32Array.of(1, 0);
      const entry = {
        tenantId: 'acme',
        documentId: 'd',
        passageId: 'p',
        namespace: 'public',
        department: null,
        vector,
      };
      const [one, other] = [await open('one', 2), await open('One', 2)];
      await one.upsert([entry], signal);
      expect(await other.searchDense(scopeOf({ tenantId: 'acme' }), vector, 1, signal)).toEqual([]);
      const again = await open('one', 2);
      expect(await again.searchDense(scopeOf({ tenantId: 'acme' }), vector, 1, signal)).toHaveLength(1);
    });

    it('makes the table anew that somebody has dropped, whoever opens it at one moment', async () => {
      await open('left', 2);
      const [table] = await database.query<{ name: string }>(
        `SELECT relname AS name FROM pg_class WHERE relkind = 'r' AND relname LIKE 'vectors\\_left%'`,
      );
      await database.runLongScript({ text: `DROP TABLE ${table?.name}`, timeoutMs: 5_000 });
      const [index] = await Promise.all([open('left', 2), open('left', 2), open('left', 2)]);
      const vector = Float32Array.of(1, 0);
      const place = {
        tenantId: 'acme',
        documentId: 'd',
        passageId: 'p',
        namespace: 'public',
        department: null,
      };
      await index.upsert([{ ...place, vector }], signal);
      expect(await index.searchDense(scopeOf({ tenantId: 'acme' }), vector, 1, signal)).toHaveLength(1);
    });

    it('refuses vectors of another length and dimensions that pgvector cannot index', async () => {
      const index = await open('one', 2);
      await expect(index.searchDense(scopeOf(), Float32Array.of(1), 1, signal)).rejects.toMatchObject({
        kind: 'invalid-input',
      });
      await expect(openPgvectorIndex({ database, dimension: 4_001, model: 'big' })).rejects.toMatchObject({
        kind: 'invalid-input',
      });
    });

    it('indexes 3,072 dimensions in half precision', async () => {
      const index = await open('large', 3_072);
      const vector = new Float32Array(3_072).fill(1 / Math.sqrt(3_072));
      await index.upsert(
        [
          {
            tenantId: 'acme',
            documentId: 'd',
            passageId: 'p',
            namespace: 'public',
            department: null,
            vector,
          },
        ],
        signal,
      );
      expect(await index.searchDense(scopeOf({ tenantId: 'acme' }), vector, 1, signal)).toEqual([
        { tenantId: 'acme', passageId: 'p', score: expect.closeTo(1, 2) as number },
      ]);
    });
  });
});
