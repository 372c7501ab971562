import type { DocumentInput } from '@ragfleet/contracts';
import { accessOf, describeOnPostgres } from '@ragfleet/test-support';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { IngestionRecord } from '../contract.ts';
import { openStoreFixture, passageOf, type StoreFixture } from '../store-fixture.ts';

const ID = 'handbook.md';
const DELETED = 'The document was deleted before it was embedded.';

/** What was accepted later wins, however late a file is read: a file counts from when it was accepted. */
describeOnPostgres('a file that is read late', (postgres) => {
  let fixture: StoreFixture;
  let tenantId = '';
  let tenants = 0;
  beforeAll(async () => {
    fixture = await openStoreFixture(postgres().url);
  });
  beforeEach(() => {
    tenants += 1;
    tenantId = `late-${tenants}`;
  });
  afterAll(() => fixture.store.close());

  const textOf = (content: string): DocumentInput => ({ id: ID, title: ID, content });
  const accept = (content: string) => fixture.accept(tenantId, [textOf(content)]);
  const publish = (content: string) => fixture.publish(tenantId, textOf(content));
  const remove = () => fixture.store.deleteDocument(tenantId, ID);
  const upload = async (): Promise<IngestionRecord> => {
    const place = await fixture.store.beginUpload(tenantId, 1_000_000);
    return fixture.store.acceptUpload({
      ...place,
      principalId: 'ann',
      callbackUrl: null,
      embedding: 'realtime',
      namespace: 'default',
      department: null,
      metadata: {},
      files: [{ documentId: ID, name: ID, mediaType: null }],
    });
  };
  const read = async (record: IngestionRecord, content: string): Promise<void> => {
    const [file] = await fixture.store.waitingFiles(record);
    if (file === undefined) throw new Error('A file waits.');
    const document = { position: 0, id: ID, title: ID, source: ID, content };
    await fixture.store.expandFile(file, { results: [document], isLast: true });
  };
  const publishPending = async (record: IngestionRecord): Promise<void> => {
    const pending = await fixture.pendingOf(record);
    await fixture.store.publishVersion(pending, [passageOf(pending)], 'embedded');
    await fixture.record(record, ID, { status: 'embedded', passages: 1 });
  };
  const outcomeOf = async ({ ingestionId }: IngestionRecord) => {
    const [document] = (await fixture.store.getIngestion(tenantId, ingestionId))?.documents ?? [];
    return document && [document.status, document.error];
  };
  const current = async (): Promise<string | undefined> => {
    const [passage] = await fixture.database.query<{ text: string }>(
      'SELECT text FROM passages WHERE tenant_id = $1',
      [tenantId],
    );
    return passage?.text;
  };
  const changesKept = async (table = 'deleted_documents'): Promise<number> => {
    const rows = await fixture.database.query(`SELECT FROM ${table} WHERE tenant_id = $1`, [tenantId]);
    return rows.length;
  };
  const sweep = () => fixture.store.removeAbandonedUploads({ olderThanMs: 3_600_000, limit: 100 });

  it('gives way to what was accepted after it and is current', async () => {
    const file = await upload();
    await publish('new');
    await read(file, 'old');
    expect(await outcomeOf(file)).toEqual(['unchanged', null]);
    expect(await current()).toBe('new');
  });

  it('gives way to what was accepted after it and still waits', async () => {
    const file = await upload();
    const waiting = await accept('new');
    await read(file, 'old');
    await publishPending(waiting);
    expect(await outcomeOf(file)).toEqual(['unchanged', null]);
    expect(await current()).toBe('new');
  });

  it('gives way to a later file that was read before it', async () => {
    const [first, second] = [await upload(), await upload()];
    await read(second, 'new');
    await publishPending(second);
    await read(first, 'old');
    expect(await outcomeOf(first)).toEqual(['unchanged', null]);
    expect(await current()).toBe('new');
  });

  it('replaces what was accepted before it, also when that is published last', async () => {
    const before = await accept('old');
    const file = await upload();
    await read(file, 'new');
    await publishPending(file);
    expect(await outcomeOf(before)).toEqual(['unchanged', null]);
    expect(await current()).toBe('new');
  });

  it('does not bring back a document that was deleted after it was accepted', async () => {
    await publish('old');
    const file = await upload();
    expect(await remove()).toBe(true);
    await read(file, 'old');
    expect(await outcomeOf(file)).toEqual(['failed', DELETED]);
    expect(await fixture.store.getDocument(accessOf({ tenantId }), ID)).toBeNull();
    expect(await remove()).toBe(false);
  });

  it('keeps the labels that a document was given after it was accepted, one after the other', async () => {
    await publish('old');
    const file = await upload();
    await fixture.store.relabelDocument(tenantId, ID, { namespace: 'board', department: 'law' });
    await fixture.store.relabelDocument(tenantId, ID, { department: null });
    await read(file, 'new');
    await publishPending(file);
    const labels = await fixture.database.query(
      'SELECT namespace, department, metadata FROM documents WHERE tenant_id = $1',
      [tenantId],
    );
    expect(labels).toEqual([{ namespace: 'board', department: null, metadata: {} }]);
    expect(await current()).toBe('new');
  });

  it('has its own labels when it was accepted after the document was relabeled', async () => {
    await publish('old');
    await upload();
    await fixture.store.relabelDocument(tenantId, ID, { namespace: 'board' });
    const file = await upload();
    await read(file, 'new');
    await publishPending(file);
    const labels = await fixture.database.query('SELECT namespace FROM documents WHERE tenant_id = $1', [
      tenantId,
    ]);
    expect(labels).toEqual([{ namespace: 'default' }]);
  });

  it('leaves the second life of a document as it is', async () => {
    await publish('old');
    const file = await upload();
    await remove();
    await publish('new');
    await read(file, 'old');
    expect(await outcomeOf(file)).toEqual(['failed', DELETED]);
    expect(await current()).toBe('new');
  });

  it('brings a document back when it was accepted after the deletion', async () => {
    await publish('old');
    await upload();
    await remove();
    const file = await upload();
    await read(file, 'new');
    await publishPending(file);
    expect(await current()).toBe('new');
  });

  it('has deletions remembered for as long as it waits, and no longer', async () => {
    await publish('old');
    await remove();
    expect(await changesKept()).toBe(0);
    await publish('old');
    const [first, second] = [await upload(), await upload()];
    await remove();
    await read(second, 'old');
    await sweep();
    expect(await changesKept()).toBe(1);
    await read(first, 'old');
    await upload();
    await sweep();
    expect(await changesKept()).toBe(0);
  });

  it('has labels remembered for as long as it waits, and no longer', async () => {
    await publish('old');
    const file = await upload();
    await fixture.store.relabelDocument(tenantId, ID, { namespace: 'board' });
    await sweep();
    expect(await changesKept('relabeled_documents')).toBe(1);
    await read(file, 'old');
    await sweep();
    expect(await changesKept('relabeled_documents')).toBe(0);
  });

  it('is forgotten with its tenant, and so are the deletions', async () => {
    await publish('old');
    await upload();
    await remove();
    const { signal } = new AbortController();
    for (let left = 1; left > 0; ) left = (await fixture.store.removeTenantPart(tenantId, signal)).removed;
    expect(await changesKept()).toBe(0);
  });
});
