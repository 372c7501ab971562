import { describeOnPostgres } from '@ragfleet/test-support';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStoreFixture, type StoreFixture } from '../store-fixture.ts';

const { signal } = new AbortController();
const DOCUMENTS = 12_000;
/** As many as one statement may remove. */
const BOUND = 5_000;
const MONTH_MS = 30 * 86_400_000;

/** Stands for the statement timeout: a statement that removes more than its bound fails, on a fast machine too. */
const REFUSE_LARGE_DELETES = `
CREATE FUNCTION refuse_large_deletes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT count(*) FROM gone) > ${BOUND} THEN
    RAISE EXCEPTION 'This statement would run out of its time.';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER refuse_large_deletes AFTER DELETE ON ingestion_documents
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION refuse_large_deletes()`;

describeOnPostgres('ingestions that ended long ago', (postgres) => {
  let fixture: StoreFixture;
  beforeAll(async () => {
    fixture = await openStoreFixture(postgres().url);
    await fixture.database.runScript(REFUSE_LARGE_DELETES);
  });
  afterAll(() => fixture.store.close());

  const endedDaysAgo = (tenantId: string, ingestionId: string, days: number, documents: number) =>
    fixture.database.query(
      `WITH ended AS (
        INSERT INTO ingestions (tenant_id, ingestion_id, principal_id, status, finished_at)
        VALUES ($1, $2, 'ann', 'finished', now() - $3::float8 * interval '1 day') RETURNING tenant_id, ingestion_id)
      INSERT INTO ingestion_documents (tenant_id, ingestion_id, document_id, ordinal, status)
      SELECT tenant_id, ingestion_id, 'd' || n, n, 'embedded' FROM ended, generate_series(1, $4) AS n`,
      [tenantId, ingestionId, days, documents],
    );
  const left = async () => {
    const rows = await fixture.database.query<{ id: string; documents: number }>(
      `SELECT ingestion_id AS id, (SELECT count(*)::integer FROM ingestion_documents AS item
        WHERE item.tenant_id = old.tenant_id AND item.ingestion_id = old.ingestion_id) AS documents
      FROM ingestions AS old ORDER BY finished_at`,
    );
    return rows.map(({ id, documents }) => `${id} ${documents}`);
  };

  it('cost whoever submits nothing, and go in statements that have a bound', async () => {
    await endedDaysAgo('acme', 'large', 40, DOCUMENTS);
    await endedDaysAgo('globex', 'empty', 35, 0);
    await endedDaysAgo('acme', 'small', 31, 3);
    await endedDaysAgo('acme', 'young', 29, 1);
    const { ingestionId } = await fixture.accept('acme', [{ id: 'new', title: 'T', content: 'new' }]);
    expect(await left()).toEqual([`large ${DOCUMENTS}`, 'empty 0', 'small 3', 'young 1', `${ingestionId} 1`]);

    const removed: number[] = [];
    while (removed.at(-1) !== 0)
      removed.push(await fixture.store.removeOldIngestions({ olderThanMs: MONTH_MS }, signal));
    expect(removed).toEqual([BOUND + 1, BOUND, DOCUMENTS - 2 * BOUND + 3 + 2, 0]);
    expect(await left()).toEqual(['young 1', `${ingestionId} 1`]);
  });

  it('are shared out between sweeps at the same time', async () => {
    for (const n of [1, 2, 3, 4]) await endedDaysAgo('crowd', `old-${n}`, 60, 2_000);
    const sweep = () => fixture.store.removeOldIngestions({ olderThanMs: MONTH_MS }, signal);
    let sum = 0;
    for (let part = -1; part !== 0; sum += part)
      part = (await Promise.all([sweep(), sweep(), sweep()])).reduce((all, one) => all + one, 0);
    expect(sum).toBe(4 * 2_000 + 4);
  });
});
