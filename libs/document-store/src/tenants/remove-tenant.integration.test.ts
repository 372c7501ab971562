import { type EmbeddedPostgres, startEmbeddedPostgres } from '@ragfleet/postgres-connection';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStoreFixture, type StoreFixture } from '../store-fixture.ts';

const { signal } = new AbortController();
let postgres: EmbeddedPostgres;
let fixture: StoreFixture;

beforeAll(async () => {
  postgres = await startEmbeddedPostgres({ dataDir: null, host: '127.0.0.1', port: 0 });
  fixture = await openStoreFixture(postgres.url);
});
afterAll(async () => {
  await fixture.store.close();
  await postgres.stop();
});

const document = (id: string) => ({ id, title: id, content: `All about ${id} and leave.` });

/** Rows of a tenant by table, of every table that names tenants; the empty ones left out. */
async function rowsOf(tenantId: string): Promise<Record<string, number>> {
  const { database } = fixture;
  const tables = await database.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.columns
    WHERE column_name = 'tenant_id' AND table_schema = 'public'`,
  );
  const counts: [string, number][] = [];
  for (const { name } of tables) {
    const [row] = await database.query<{ n: number }>(
      `SELECT count(*)::integer AS n FROM ${name} WHERE tenant_id = $1`,
      [tenantId],
    );
    if (row !== undefined && row.n > 0) counts.push([name, row.n]);
  }
  return Object.fromEntries(counts);
}

/** One of everything that the store can hold of a tenant. */
async function fill(tenantId: string): Promise<void> {
  const { store, database } = fixture;
  await fixture.publish(tenantId, document('a'));
  await fixture.publish(tenantId, document('b'));
  await store.relabelDocument(tenantId, 'b', { metadata: { k: 'v' } });
  await fixture.accept(tenantId, [document('waiting')]);
  const place = await store.beginUpload(tenantId, 1_000_000);
  await store.storePieces(place, Buffer.from('abc'), [{ fileOrdinal: 0, piece: 0, offset: 0, length: 3 }]);
  await database.query(`INSERT INTO document_sources (tenant_id, source, pass) VALUES ($1, 's', 1)`, [
    tenantId,
  ]);
  await database.query(
    `INSERT INTO source_items (tenant_id, source, item_id, item_key, seen) VALUES ($1, 's', 'i', 'k', 1)`,
    [tenantId],
  );
  await database.query(
    `INSERT INTO source_documents (tenant_id, source, item_id, document_id, seen) VALUES ($1, 's', 'i', 'a', 1)`,
    [tenantId],
  );
  await database.query(
    `INSERT INTO source_passes (tenant_id, source, pass, started_at, outcome, counts, errors)
    VALUES ($1, 's', 1, now(), 'completed', '{}', '[]')`,
    [tenantId],
  );
}

/** Pays what the vector indexes owe, as upkeep does. */
async function payVectors(): Promise<void> {
  const { store } = fixture;
  const claim = { holder: 'upkeep', aliveMs: 60_000, limit: 100, document: null };
  const tasks = await store.claimUpkeep(claim);
  expect(tasks.every(({ isDeleted }) => isDeleted)).toBe(true);
  await store.settleUpkeep('upkeep', tasks);
}

it('removes everything of a tenant, in parts, and nothing of another', async () => {
  await fill('acme');
  await fill('globex');
  const before = await rowsOf('globex');
  expect(Object.keys(before).length).toBeGreaterThan(10);

  const { store } = fixture;
  expect(await store.removeTenantPart('acme', signal)).toEqual({ removed: 3, owingVectors: 3 });
  const second = await store.removeTenantPart('acme', signal);
  expect(second.removed).toBeGreaterThan(0);
  // Of those that were published; the one that waited has no vectors.
  expect(await store.removeTenantPart('acme', signal)).toEqual({ removed: 0, owingVectors: 2 });
  await payVectors();
  expect(await store.removeTenantPart('acme', signal)).toEqual({ removed: 0, owingVectors: 0 });
  // Upkeep remembers for ten minutes which vectors a slow store may still show.
  expect(Object.keys(await rowsOf('acme'))).toEqual(['vector_upkeep']);
  expect(await fixture.scoresOf('acme', 'leave')).toEqual({});
  expect(await rowsOf('globex')).toEqual(before);
});

it('does nothing once it is stopped', async () => {
  await fill('stopped');
  await expect(
    fixture.store.removeTenantPart('stopped', AbortSignal.abort(new Error('stopped'))),
  ).rejects.toMatchObject({ kind: 'canceled' });
  expect((await rowsOf('stopped'))['documents']).toBe(3);
});
