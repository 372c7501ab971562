import { describeOnPostgres } from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStoreFixture, type StoreFixture } from '../store-fixture.ts';

describeOnPostgres('keyword search', (postgres) => {
  let fixture: StoreFixture;
  beforeAll(async () => {
    fixture = await openStoreFixture(postgres().url);
  });
  afterAll(() => fixture.store.close());

  describe('BM25', () => {
    // k1 1.2, b 0.75; titles count twice. Lengths: a 2*1+3 = 5, b 2*1+1 = 3, c 2*1+8 = 10; mean 6.
    const bm25 = (
      corpus: { of: number; mean: number },
      containing: number,
      frequency: number,
      length: number,
    ): number =>
      Math.log(1 + (corpus.of - containing + 0.5) / (containing + 0.5)) *
      ((frequency * 2.2) / (frequency + 1.2 * (0.25 + (0.75 * length) / corpus.mean)));
    const three = { of: 3, mean: 6 };
    beforeAll(async () => {
      await fixture.publish('bm25', { id: 'a', title: 'alpha', content: 'parking parking bicycle' });
      await fixture.publish('bm25', { id: 'b', title: 'beta', content: 'parking' });
      await fixture.publish('bm25', {
        id: 'c',
        title: 'parking',
        content: 'one two three four five six seven eight',
      });
    });
    it('scores as the formula does by hand', async () => {
      expect(await fixture.scoresOf('bm25', 'parking')).toEqual({
        a: expect.closeTo(bm25(three, 3, 2, 5), 6) as number,
        b: expect.closeTo(bm25(three, 3, 1, 3), 6) as number,
        c: expect.closeTo(bm25(three, 3, 2, 10), 6) as number,
      });
      expect(await fixture.scoresOf('bm25', 'bicycle')).toEqual({
        a: expect.closeTo(bm25(three, 1, 1, 5), 6) as number,
      });
    });
    it('counts other tenants for nothing', async () => {
      const before = await fixture.scoresOf('bm25', 'bicycle');
      await fixture.publish('bm25-other', { id: 'a', title: 'alpha', content: 'bicycle bicycle' });
      expect(await fixture.scoresOf('bm25', 'bicycle')).toEqual(before);
    });
    it('is right after a replacement and a deletion', async () => {
      await fixture.publish('bm25', { id: 'b', title: 'beta', content: 'tram tram tram' });
      await fixture.store.deleteDocument('bm25', 'c');
      expect(await fixture.scoresOf('bm25', 'parking')).toEqual({
        a: expect.closeTo(bm25({ of: 2, mean: 5 }, 1, 2, 5), 6) as number,
      });
      await fixture.store.deleteDocument('bm25', 'a');
      await fixture.store.deleteDocument('bm25', 'b');
      expect(await fixture.scoresOf('bm25', 'parking tram')).toEqual({});
      const rows = await fixture.database.query(
        `SELECT passages::int, indexed_terms::int FROM corpus_statistics WHERE tenant_id = 'bm25'`,
      );
      expect(rows).toEqual([{ passages: 0, indexed_terms: 0 }]);
      expect(await fixture.database.query(`SELECT term FROM postings WHERE tenant_id = 'bm25'`)).toEqual([]);
    });
  });
});
