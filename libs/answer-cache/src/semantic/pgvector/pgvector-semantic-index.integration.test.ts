import { randomBytes } from 'node:crypto';
import { isFault } from '@ragfleet/kernel';
import { connectPostgres, type Database } from '@ragfleet/postgres-connection';
import type { SemanticSpace } from '@ragfleet/rag-core';
import {
  CONTRACT_MAX_ENTRIES,
  describeOnPostgres,
  describeSemanticIndexContract,
  leaning,
} from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPgvectorSemanticIndex } from './create-pgvector-semantic-index.ts';

const never = new AbortController().signal;
const newId = (): string => randomBytes(16).toString('base64url');
const MINUTE_MS = 60_000;
const connect = (url: string): Database =>
  connectPostgres({ url, poolSize: 4, statementTimeoutMs: 20_000, name: 'test-semantic' });

describeOnPostgres('pgvector', (postgres) => {
  let database: Database;
  beforeAll(() => {
    database = connect(postgres().url);
  });
  afterAll(() => database.close());

  describeSemanticIndexContract('pgvector', async () => ({
    index: createPgvectorSemanticIndex({ database, maxEntriesPerSpace: CONTRACT_MAX_ENTRIES }),
    close: async () => {},
  }));

  describe('bounds', () => {
    const space: SemanticSpace = { tenantId: 'bounds', spaceId: newId(), model: 'm', dimension: 8 };
    const rowsOf = async (tenantId: string): Promise<number> => {
      const [row] = await database.query<{ rows: string }>(
        'SELECT count(*) AS rows FROM semantic_entries WHERE tenant_id = $1',
        [tenantId],
      );
      return Number(row?.rows);
    };

    it('sweeps what has expired, of every tenant, while others add', async () => {
      let now = 1_000_000;
      const index = createPgvectorSemanticIndex({ database, maxEntriesPerSpace: 100, nowMs: () => now });
      const other = { ...space, tenantId: 'bounds-other' };
      for (const into of [space, other])
        for (let place = 0; place < 5; place++)
          await index.add(into, {
            ...leaning(1, place / 10),
            entryId: newId(),
            expiresAtMs: now + MINUTE_MS,
          });
      expect(await rowsOf(other.tenantId)).toBe(5);
      now += MINUTE_MS;
      await index.add(space, { ...leaning(1, 1), entryId: newId(), expiresAtMs: now + MINUTE_MS });
      expect([await rowsOf(space.tenantId), await rowsOf(other.tenantId)]).toEqual([1, 0]);
    });

    it('gives nothing that has expired and was not swept yet', async () => {
      let now = 1_000_000;
      const index = createPgvectorSemanticIndex({ database, nowMs: () => now });
      const own = { ...space, tenantId: 'bounds-expired' };
      await index.add(own, { ...leaning(1, 0), entryId: newId(), expiresAtMs: now + MINUTE_MS });
      expect(await index.search(own, leaning(1, 0), 1)).toHaveLength(1);
      now += MINUTE_MS;
      expect(await index.search(own, leaning(1, 0), 1)).toEqual([]);
      const probe = { tenantId: own.tenantId, model: 'm', vectors: [leaning(1, 0).vector], limit: 1 };
      expect(await index.nearestOfTenant(probe, never)).toEqual([]);
      expect(await rowsOf(own.tenantId)).toBe(1);
    });

    it('holds vectors of several lengths, each in spaces of its own', async () => {
      const index = createPgvectorSemanticIndex({ database });
      const wide = { ...space, spaceId: newId(), dimension: 3_072 };
      const vector = new Float32Array(wide.dimension).fill(1 / Math.sqrt(wide.dimension));
      const entryId = newId();
      const expiresAtMs = Date.now() + MINUTE_MS;
      await index.add(wide, { question: 'q', vector, entryId, expiresAtMs });
      await index.add(space, { ...leaning(1, 0), entryId: newId(), expiresAtMs });
      const [match] = await index.search(wide, { question: 'q', vector }, 1);
      expect(match).toEqual({ entryId, similarity: expect.closeTo(1, 2) as number });
      const probe = { tenantId: space.tenantId, model: 'm', vectors: [vector], limit: 5 };
      expect(await index.nearestOfTenant(probe, never)).toEqual([
        { entryId, similarity: expect.closeTo(1, 2) as number, spaceId: wide.spaceId },
      ]);
    });

    it('lets processes that begin together make one table', async () => {
      const pools = [1, 2, 3].map(() => connect(postgres().url));
      const indexes = pools.map((pool) => createPgvectorSemanticIndex({ database: pool }));
      const found = await Promise.all(indexes.map((index) => index.search(space, leaning(1, 0), 1)));
      expect(found).toHaveLength(3);
      await Promise.all(pools.map((pool) => pool.close()));
    });
  });
});

it('is unavailable while the database is away', async () => {
  const database = connectPostgres({
    url: 'postgres://nobody@127.0.0.1:1/none',
    poolSize: 1,
    statementTimeoutMs: 100,
    name: 'nobody',
  });
  const index = createPgvectorSemanticIndex({ database });
  const space = { tenantId: 't', spaceId: newId(), model: 'm', dimension: 8 };
  const isAway = (error: unknown): boolean => isFault(error, 'unavailable');
  for (let call = 0; call < 2; call++)
    await expect(index.search(space, leaning(1, 0), 1)).rejects.toSatisfy(isAway);
  await database.close();
});
