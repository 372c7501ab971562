import { describeOnPostgres } from '@ragfleet/test-support';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openStoreFixture, type StoreFixture } from '../store-fixture.ts';

const MINUTE_MS = 60_000;

describeOnPostgres('ingestions whose end nobody was told of', (postgres) => {
  let fixture: StoreFixture;
  beforeAll(async () => {
    fixture = await openStoreFixture(postgres().url);
  });
  afterAll(() => fixture.store.close());

  const endedMinutesAgo = async (minutes: number) => {
    const record = await fixture.publish('acme', { title: 'T', content: 'text' });
    await fixture.database.query(
      `UPDATE ingestions SET finished_at = now() - $1::float8 * interval '1 minute', checked_at = '-infinity'
      WHERE ingestion_id = $2`,
      [minutes, record.ingestionId],
    );
    return record;
  };
  const claim = async (limit = 10) => {
    const claimed = await fixture.store.claimUnreportedIngestions({ olderThanMs: MINUTE_MS, limit });
    return claimed.map(({ ingestionId }) => ingestionId);
  };

  it('are claimed once within the time, the oldest first, until somebody notes that it was told', async () => {
    const [older, oldest] = [await endedMinutesAgo(10), await endedMinutesAgo(20)];
    expect(await claim(1)).toEqual([oldest.ingestionId]);
    expect(await claim()).toEqual([older.ingestionId]);
    expect(await claim()).toEqual([]);
    await fixture.store.noteReported(older);
    await fixture.database.query(`UPDATE ingestions SET checked_at = '-infinity'`);
    expect(await claim()).toEqual([oldest.ingestionId]);
  });

  it('are those of the last day, and not what ended a moment ago', async () => {
    await endedMinutesAgo(25 * 60);
    await endedMinutesAgo(0);
    expect(await claim()).toEqual([]);
  });

  it('are not noted before they end', async () => {
    const record = await fixture.accept('acme', [{ id: 'late', title: 'T', content: 'text' }]);
    await fixture.store.noteReported(record);
    await fixture.record(record, 'late', { status: 'failed', error: 'no' });
    await fixture.store.finishIngestion(record);
    await fixture.database.query(
      `UPDATE ingestions SET finished_at = now() - interval '5 minutes', checked_at = '-infinity' WHERE ingestion_id = $1`,
      [record.ingestionId],
    );
    expect(await claim()).toEqual([record.ingestionId]);
  });

  it('are shared out between claims at the same time', async () => {
    const due = await Promise.all(Array.from({ length: 6 }, () => endedMinutesAgo(10)));
    const claimed = await Promise.all([claim(), claim(), claim()]);
    expect(claimed.flat().toSorted()).toEqual(due.map(({ ingestionId }) => ingestionId).toSorted());
  });
});
