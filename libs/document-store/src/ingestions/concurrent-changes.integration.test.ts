import type { ClaimedDocument, SearchScope } from '@ragfleet/rag-core';
import { accessOf, describeOnPostgres, scopeOf } from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStoreFixture, passageOf, type StoreFixture } from '../store-fixture.ts';

const signal = new AbortController().signal;

describeOnPostgres('the document store under concurrency', (postgres) => {
  let fixture: StoreFixture;
  beforeAll(async () => {
    fixture = await openStoreFixture(postgres().url);
  });
  afterAll(() => fixture.store.close());

  const read = (scope: SearchScope) => fixture.store.searchKeyword(scope, 'steady', 10, signal);

  describe('concurrent changes', () => {
    it('leave exactly the newest of many versions that are published together', async () => {
      const scope = scopeOf({ tenantId: 'race', readsAll: true });
      const content = Array.from({ length: 2_000 }, (_, n) => `word${n}`).join(' ');
      for (let round = 0; round < 10; round += 1) {
        const id = `d${round}`;
        const versions: ClaimedDocument[] = [];
        for (let n = 0; n < 4; n += 1) {
          const record = await fixture.accept('race', [{ id, title: 'T', content: `${id} ${n} ${content}` }]);
          versions.push(await fixture.pendingOf(record));
        }
        await Promise.all(
          versions
            .toReversed()
            .map((version) => fixture.store.publishVersion(version, [passageOf(version)], 'embedded')),
        );
        const found = await fixture.store.searchKeyword(scope, id, 10, signal);
        expect(found.map(({ passageId }) => passageId)).toEqual([`${id}-${versions.at(-1)?.version}`]);
      }
    });
    it('never show a document twice or not at all to a reader', async () => {
      await fixture.publish('steady', { id: 'd', title: 'T', content: 'steady state' });
      const whole = scopeOf({ tenantId: 'steady', readsAll: true });
      const counts: number[] = [];
      const publishing = (async () => {
        for (let n = 0; n < 15; n += 1)
          await fixture.publish('steady', { id: 'd', title: 'T', content: `steady state ${n}` });
        return 'done';
      })();
      while ((await Promise.race([publishing, read(whole)])) !== 'done')
        counts.push((await read(whole)).length);
      expect(counts.length).toBeGreaterThan(10);
      expect(new Set(counts)).toEqual(new Set([1]));
    });
    it('end the wait of what a newer version or a deletion overtook', async () => {
      const overtaken = await fixture.accept('overtaken', [{ id: 'd', title: 'T', content: 'first' }]);
      await fixture.publish('overtaken', { id: 'd', title: 'T', content: 'second' });
      expect((await fixture.statusOf(overtaken)).documents).toEqual(['unchanged']);
      const deleted = await fixture.accept('overtaken', [{ id: 'd', title: 'T', content: 'third' }]);
      await fixture.store.deleteDocument('overtaken', 'd');
      expect((await fixture.statusOf(deleted)).documents).toEqual(['failed']);
    });
    it('publish under the labels of now, when they change while it embeds', async () => {
      await fixture.publish('moving', { id: 'd', title: 'T', content: 'one', namespace: 'public' });
      const record = await fixture.accept('moving', [
        { id: 'd', title: 'T', content: 'two', namespace: 'public' },
      ]);
      const embedded = await fixture.pendingOf(record);
      await fixture.store.relabelDocument('moving', 'd', { namespace: 'board' });
      const publication = await fixture.store.publishVersion(embedded, [passageOf(embedded)], 'embedded');
      expect(publication).toMatchObject({ status: 'published', upkeep: { labels: { namespace: 'board' } } });
      expect(await fixture.store.getDocument(accessOf({ tenantId: 'moving' }), 'd')).toBeNull();
    });
  });
});
