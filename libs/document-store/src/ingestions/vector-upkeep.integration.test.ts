import { describeOnPostgres } from '@ragfleet/test-support';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStoreFixture, type StoreFixture } from '../store-fixture.ts';

const ROWS = 20_000;
/** Of a table of tens of thousands, what a claim of a few may look at. */
const FEW = 100;
/** What a claim returns, and how many rows of the table it has read, by the server's own count. */
const OBSERVED_CLAIM = `
CREATE FUNCTION rows_read() RETURNS bigint LANGUAGE sql VOLATILE AS $$
  SELECT seq_tup_read + idx_tup_fetch FROM pg_stat_xact_user_tables WHERE relid = 'vector_upkeep'::regclass
$$;
CREATE FUNCTION observed_claim(p_limit integer, p_tenant text, p_document text, OUT claimed text[], OUT visited integer)
LANGUAGE plpgsql AS $$
DECLARE
  before bigint := rows_read();
BEGIN
  claimed := ARRAY(SELECT document_id FROM claim_upkeep('holder of ' || coalesce(p_document, 'any'), 60000, p_limit, p_tenant, p_document)
    ORDER BY document_id);
  visited := rows_read() - before;
END $$`;

describeOnPostgres('a claim of what vector indexes owe', (postgres) => {
  let fixture: StoreFixture;
  beforeAll(async () => {
    fixture = await openStoreFixture(postgres().url);
    await fixture.database.runScript(OBSERVED_CLAIM);
    // As it is while a large tenant is removed: half of it is paid since a moment, half is still owed.
    await fixture.database.query(
      `INSERT INTO vector_upkeep (tenant_id, document_id, leftover, removed, removed_at)
      SELECT 'large', 'd' || n, CASE WHEN n % 2 = 0 THEN ARRAY['p' || n] ELSE '{}' END, ARRAY['q'], now()
      FROM generate_series(1, $1) AS n`,
      [ROWS],
    );
  });
  afterAll(() => fixture.store.close());

  const claim = async (limit: number, documentId: string | null) => {
    const [row] = await fixture.database.query<{ claimed: string[]; visited: number }>(
      'SELECT claimed, visited FROM observed_claim($1, $2, $3)',
      [limit, documentId === null ? null : 'large', documentId],
    );
    return row ?? expect.fail('A claim answers.');
  };

  it('looks at few rows, however many are owed or remembered', async () => {
    const some = await claim(3, null);
    expect(some.claimed).toHaveLength(3);
    expect(some.visited).toBeGreaterThan(0);
    expect(some.visited).toBeLessThan(FEW);
  });

  it('of one document looks at that one, which it finds or not', async () => {
    const owing = await claim(1, 'd9998');
    expect(owing.claimed).toEqual(['d9998']);
    expect(owing.visited).toBeLessThan(20);
    const paid = await claim(1, 'd9999');
    expect(paid.claimed).toEqual([]);
    expect(paid.visited).toBeLessThan(20);
  });

  it('forgets what was paid long ago, and not while it asks for one document', async () => {
    await fixture.database.query(
      `UPDATE vector_upkeep SET removed_at = now() - interval '1 hour' - right(document_id, 2)::integer * interval '1 second'
      WHERE leftover = '{}' AND document_id LIKE 'd199__'`,
    );
    const remembered = async () => {
      const rows = await fixture.database.query(
        `SELECT FROM vector_upkeep WHERE removed_at < now() - interval '10 minutes'`,
      );
      return rows.length;
    };
    expect(await remembered()).toBe(50);
    await claim(1, 'd9996');
    expect(await remembered()).toBe(50);
    expect((await claim(1, null)).visited).toBeLessThan(FEW);
    expect(await remembered()).toBe(0);
  });
});
