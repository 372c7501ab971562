import { describeOnPostgres, type IngestionRaceSubject, raceIngestions } from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStoreFixture, type StoreFixture } from '../store-fixture.ts';

const RACES = { embedded: 6, server: 40 };

describeOnPostgres('ingestions of one document at a time', (postgres) => {
  let fixture: StoreFixture;
  beforeAll(async () => {
    fixture = await openStoreFixture(postgres().url);
  });
  afterAll(() => fixture.store.close());

  const subject = (): IngestionRaceSubject => ({
    catalogue: fixture.store,
    accept: async (tenantId, id, content) =>
      (await fixture.accept(tenantId, [{ id, title: 'T', content }])).ingestionId,
    relabel: async (tenantId, documentId, namespace) => {
      await fixture.store.relabelDocument(tenantId, documentId, { namespace });
    },
    remove: async (tenantId, documentId) => {
      await fixture.store.deleteDocument(tenantId, documentId);
    },
    current: (tenantId) =>
      fixture.database.query(
        `SELECT passage.passage_id AS "passageId", passage.text, document.namespace
        FROM passages AS passage JOIN documents AS document USING (document_key) WHERE passage.tenant_id = $1`,
        [tenantId],
      ),
  });

  describe('with deletions, relabelings, deaths and an index that lags', () => {
    it('end with the newest version, each passage with its vector and no vector beside them', async () => {
      for (let seed = 1; seed <= RACES[postgres().kind]; seed += 1) {
        const { texts, newestTexts, passages, vectors } = await raceIngestions(subject(), {
          seed,
          tenantId: `race-${seed}`,
          steps: 12,
        });
        expect(texts, `seed ${seed}`).toEqual(newestTexts);
        expect(vectors, `seed ${seed}`).toEqual(passages);
      }
    }, 120_000);
  });
});
