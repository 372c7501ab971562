import { describeOnPostgres } from '@ragfleet/test-support';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { IngestionRecord } from '../contract.ts';
import { openStoreFixture, passageOf, type StoreFixture } from '../store-fixture.ts';

describeOnPostgres('an ingestion that is given up', (postgres) => {
  let fixture: StoreFixture;
  beforeAll(async () => {
    fixture = await openStoreFixture(postgres().url);
  });
  afterAll(() => fixture.store.close());

  const giveUp = async (record: IngestionRecord) => {
    await fixture.store.failPending(record, 'Given up.');
    expect(await fixture.store.finishIngestion(record)).toBe(true);
  };
  const versionsOf = (tenantId: string) =>
    fixture.database.query<{ id: string; content: string }>(
      'SELECT document_id AS id, content FROM document_versions WHERE tenant_id = $1 ORDER BY 1',
      [tenantId],
    );

  it('leaves no content of what it did not publish, of however many documents', async () => {
    const documents = Array.from({ length: 2_001 }, (_, n) => ({
      id: `d${n}`,
      title: 'T',
      content: `text ${n}`,
    }));
    const record = await fixture.accept('many', documents);
    await giveUp(record);
    expect(await versionsOf('many')).toEqual([]);
    const found = await fixture.store.getIngestion('many', record.ingestionId);
    expect(found?.record).toMatchObject({ status: 'failed', counts: { pending: 0, failed: 2_001 } });
    expect(found?.documents[0]).toMatchObject({ status: 'failed', error: 'Given up.' });
  });

  it('leaves what is current: the same again is unchanged', async () => {
    const current = { id: 'd', title: 'T', content: 'current' };
    await fixture.publish('current', current);
    await giveUp(await fixture.accept('current', [{ ...current, content: 'newer' }]));
    expect(await versionsOf('current')).toEqual([{ id: 'd', content: 'current' }]);
    expect((await fixture.accept('current', [current])).counts).toMatchObject({ pending: 0, unchanged: 1 });
  });

  it('beside its publication either fails a document, which is gone then, or leaves the current one whole', async () => {
    const races = Array.from({ length: 20 }, async (_, n) => {
      const record = await fixture.accept('race', [{ id: `d${n}`, title: 'T', content: `text ${n}` }]);
      const pending = await fixture.pendingOf(record);
      await Promise.all([
        fixture.store.publishVersion(pending, [passageOf(pending)], 'embedded'),
        giveUp(record),
      ]);
    });
    await Promise.all(races);
    const torn = await fixture.database.query(
      `SELECT FROM documents AS document LEFT JOIN document_versions AS version
        ON version.tenant_id = document.tenant_id AND version.document_id = document.document_id
      WHERE document.tenant_id = 'race' AND document.current_version IS DISTINCT FROM version.version`,
    );
    expect(torn).toEqual([]);
  });

  it('keeps what a run published and died before it said so', async () => {
    const record = await fixture.accept('said', [
      { id: 'a', title: 'T', content: 'published' },
      { id: 'b', title: 'T', content: 'not' },
    ]);
    const pending = await fixture.pendingOf(record);
    await fixture.store.publishVersion(pending, [passageOf(pending)], 'embedded');
    await giveUp(record);
    expect((await fixture.statusOf(record)).documents).toEqual(['embedded', 'failed']);
    expect((await versionsOf('said')).map(({ id }) => id)).toEqual(['a']);
  });
});
