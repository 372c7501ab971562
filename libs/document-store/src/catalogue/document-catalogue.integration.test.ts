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
    it('remembers where a document was and is until its change is announced', async () => {
      const { store } = fixture;
      const key = { tenantId: 'told', documentId: 'a' };
      await fixture.publish('told', { id: 'a', title: 'A', content: 'a', namespace: 'hr' });
      await fixture.publish('told', { id: 'b', title: 'B', content: 'b', namespace: 'hr' });
      await fixture.accept('told', [{ id: 'waiting', title: 'W', content: 'w', namespace: 'hr' }]);
      await store.relabelDocument('told', 'a', { namespace: 'board' });
      await store.relabelDocument('told', 'unknown', { namespace: 'board' });
      await store.deleteDocument('told', 'a');
      await store.deleteDocument('told', 'a');
      await store.deleteDocument('told', 'b');
      await store.deleteDocument('told', 'waiting');
      const [relabeled, deleted, ...more] = await store.unannouncedChanges(key);
      expect(relabeled).toMatchObject(key);
      expect(relabeled?.namespaces.toSorted()).toEqual(['board', 'hr']);
      expect([deleted?.namespaces, more]).toEqual([['board'], []]);
      await store.changeAnnounced(relabeled?.changeId ?? '');
      expect(await store.unannouncedChanges(key)).toEqual([deleted]);
      const all = (await store.unannouncedChanges(null)).filter(({ tenantId }) => tenantId === 'told');
      expect(all.map(({ documentId }) => documentId)).toEqual(['a', 'b']);
    });
    it('says when there was nothing to delete', async () => {
      expect(await fixture.store.deleteDocument('list', 'unknown')).toBe(false);
      expect(await fixture.store.deleteDocument('list', 'c')).toBe(true);
      expect(await fixture.store.deleteDocument('list', 'c')).toBe(false);
    });
  });
});
