import { describeOnPostgres, sourceCatalogueContract } from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStoreFixture, type StoreFixture } from '../store-fixture.ts';

describeOnPostgres('the source catalogue', (postgres) => {
  let fixture: StoreFixture;
  beforeAll(async () => {
    fixture = await openStoreFixture(postgres().url);
  });
  afterAll(() => fixture.store.close());

  /** What the batch worker leaves behind. */
  const endIngestion = (ingestionId: string, error: string | null) =>
    fixture.database.query('UPDATE ingestion_documents SET status = $2, error = $3 WHERE ingestion_id = $1', [
      ingestionId,
      error === null ? 'embedded' : 'failed',
      error,
    ]);

  sourceCatalogueContract({
    catalogue: () => fixture.store.sources,
    endedIngestion: async (tenantId, documentIds, error) => {
      const documents = documentIds.map((id) => ({ id, title: 'T', content: `${id} text` }));
      const { ingestionId } = await fixture.accept(tenantId, documents);
      await endIngestion(ingestionId, error);
      return ingestionId;
    },
  });

  describe('an ingestion that still runs', () => {
    it('is reviewed when it has ended, and one that is no longer kept counts as done', async () => {
      const { sources } = fixture.store;
      const name = { tenantId: 'acme', source: 'running' };
      const pass = await sources.beginPass(name, 'one', 60_000);
      if (pass === null) throw new Error('The source is free.');
      const { ingestionId } = await fixture.accept('acme', [{ id: 'slow', title: 'T', content: 'slow' }]);
      const item = { revision: 'r1', labelsDigest: 'l', keptDocumentIds: [], error: null };
      await sources.announce(pass, [
        { key: 'slow', documentIds: ['slow'] },
        { key: 'old', documentIds: ['old'] },
      ]);
      await sources.recordSubmitted(pass, [
        { ...item, key: 'slow', ingestionIds: [ingestionId] },
        { ...item, key: 'old', ingestionIds: ['ing_long-ago'] },
      ]);
      const revisionOf = async (key: string) => (await sources.storedItems(pass, [key])).get(key)?.revision;
      await sources.reviewIngestions(pass);
      expect(await revisionOf('slow')).toBe('r1');
      expect(await revisionOf('old')).toBe('r1');
      await endIngestion(ingestionId, 'No.');
      await sources.reviewIngestions(pass);
      expect(await revisionOf('slow')).toBeNull();
    });

    it('is not done again for a document that was deleted while it waited', async () => {
      const { sources } = fixture.store;
      const pass = await sources.beginPass({ tenantId: 'acme', source: 'deleted' }, 'one', 60_000);
      if (pass === null) throw new Error('The source is free.');
      const { ingestionId } = await fixture.accept('acme', [{ id: 'unwanted', title: 'T', content: 'text' }]);
      await sources.announce(pass, [{ key: 'unwanted', documentIds: ['unwanted'] }]);
      const item = { revision: 'r1', labelsDigest: 'l', keptDocumentIds: [], error: null };
      await sources.recordSubmitted(pass, [{ ...item, key: 'unwanted', ingestionIds: [ingestionId] }]);
      await fixture.store.deleteDocument('acme', 'unwanted');
      await sources.reviewIngestions(pass);
      const stored = (await sources.storedItems(pass, ['unwanted'])).get('unwanted');
      expect(stored).toMatchObject({ revision: 'r1', failure: null });
    });
  });

  it('gives one pass of many that begin at once, and frees a source whose lease has ended', async () => {
    const name = { tenantId: 'acme', source: 'crowd' };
    const holders = ['a', 'b', 'c', 'd', 'e'];
    const begun = await Promise.all(
      holders.map((holder) => fixture.store.sources.beginPass(name, holder, 0)),
    );
    expect(begun.filter((pass) => pass !== null).length).toBeGreaterThanOrEqual(1);
    const long = await fixture.store.sources.beginPass(name, 'long', 60_000);
    const others = await Promise.all(
      holders.map((holder) => fixture.store.sources.beginPass(name, holder, 60_000)),
    );
    expect(long).not.toBeNull();
    expect(others.every((pass) => pass === null)).toBe(true);
  });
});
