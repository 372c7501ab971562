import { accessOf, describeOnPostgres, scopeOf } from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStoreFixture, type StoreFixture } from '../store-fixture.ts';

describeOnPostgres('the document store', (postgres) => {
  let fixture: StoreFixture;
  beforeAll(async () => {
    fixture = await openStoreFixture(postgres().url);
  });
  afterAll(() => fixture.store.close());

  describe('the catalogue', () => {
    beforeAll(async () => {
      for (const id of ['a', 'b', 'c', 'd']) {
        await fixture.publish('list', {
          id,
          title: id.toUpperCase(),
          content: 'täxt',
          namespace: id === 'b' ? 'secret' : 'public',
          metadata: { k: id },
        });
      }
      await fixture.accept('list', [{ id: 'waiting', title: 'W', content: 'w', namespace: 'public' }]);
    });
    it('describes a document', async () => {
      const document = await fixture.store.getDocument(accessOf({ tenantId: 'list' }), 'a');
      expect(document).toMatchObject({
        tenantId: 'list',
        documentId: 'a',
        title: 'A',
        source: null,
        namespace: 'public',
        department: null,
        metadata: { k: 'a' },
        passages: 1,
        sizeBytes: 5,
      });
      expect(Math.abs(Date.now() - (document?.createdAtMs ?? 0))).toBeLessThan(60_000);
    });
    it('lists what the caller may read and what is published, page by page', async () => {
      const scope = scopeOf({ tenantId: 'list' });
      const first = await fixture.store.listDocuments(scope, { limit: 2, startingAfter: null });
      const second = await fixture.store.listDocuments(scope, { limit: 2, startingAfter: 'c' });
      expect(
        [first, second].map(({ documents, hasMore }) => [
          documents.map(({ documentId }) => documentId),
          hasMore,
        ]),
      ).toEqual([
        [['a', 'c'], true],
        [['d'], false],
      ]);
    });
    it('changes only the labels that are named', async () => {
      expect(await fixture.store.relabelDocument('list', 'd', { department: 'sales' })).toMatchObject({
        namespace: 'public',
        department: 'sales',
        metadata: { k: 'd' },
      });
      expect(
        await fixture.store.relabelDocument('list', 'd', { department: null, metadata: { m: '1' } }),
      ).toMatchObject({ department: null, metadata: { m: '1' } });
      expect(await fixture.store.relabelDocument('other', 'd', { namespace: 'hr' })).toBeNull();
    });
    it('says when there was nothing to delete', async () => {
      expect(await fixture.store.deleteDocument('list', 'unknown')).toBe(false);
      expect(await fixture.store.deleteDocument('list', 'c')).toBe(true);
      expect(await fixture.store.deleteDocument('list', 'c')).toBe(false);
    });
  });
});
