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
  const upload = async ({ namespace = 'default' } = {}): Promise<IngestionRecord> => {
    const place = await fixture.store.beginUpload(tenantId, 1_000_000);
    return fixture.store.acceptUpload({
      ...place,
      principalId: 'ann',
      callbackUrl: null,
      embedding: 'realtime',
      namespace,
      department: null,
      metadata: {},
      files: [{ documentId: ID, name: ID, mediaType: null }],
    });
  };
  const relabel = (patch: Parameters<typeof fixture.store.relabelDocument>[2]) =>
    fixture.store.relabelDocument(tenantId, ID, patch);
  const labels = async (): Promise<unknown> => {
    const [document] = await fixture.database.query(
      'SELECT namespace, department, metadata FROM documents WHERE tenant_id = $1',
      [tenantId],
    );
    return document;
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

  it('gives way to what was sent again as it is after it', async () => {
    await publish('new');
    const file = await upload({ namespace: 'public' });
    const again = await accept('new');
    await read(file, 'old');
    expect(await outcomeOf(again)).toEqual(['unchanged', null]);
    expect(await outcomeOf(file)).toEqual(['unchanged', null]);
    expect(await current()).toBe('new');
    expect(await labels()).toMatchObject({ namespace: 'default' });
  });

  it('gives way to a later file that holds the document as it is, and to that file alone', async () => {
    const before = await upload();
    await read(before, 'new');
    await publishPending(before);
    const [first, same, last] = [await upload(), await upload(), await upload()];
    await read(same, 'new');
    await read(first, 'old');
    expect(await outcomeOf(same)).toEqual(['unchanged', null]);
    expect(await outcomeOf(first)).toEqual(['unchanged', null]);
    await read(last, 'newest');
    await publishPending(last);
    expect(await current()).toBe('newest');
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
    await relabel({ namespace: 'board', department: 'law' });
    await relabel({ department: null });
    await read(file, 'new');
    await publishPending(file);
    expect(await labels()).toEqual({ namespace: 'board', department: null, metadata: {} });
    expect(await current()).toBe('new');
  });

  it('has its own labels when it was accepted after the document was relabeled', async () => {
    await publish('old');
    await upload();
    await relabel({ namespace: 'board' });
    const file = await upload();
    await read(file, 'new');
    await publishPending(file);
    expect(await labels()).toMatchObject({ namespace: 'default' });
  });

  it('keeps of the labels that a document was given those alone that came after it', async () => {
    await publish('old');
    const first = await upload();
    await relabel({ namespace: 'public', metadata: { at: 'one' } });
    const second = await upload({ namespace: 'board' });
    await relabel({ department: 'law' });
    await read(second, 'new');
    await publishPending(second);
    expect(await labels()).toEqual({ namespace: 'board', department: 'law', metadata: {} });
    await read(first, 'old');
    expect(await outcomeOf(first)).toEqual(['unchanged', null]);
    expect(await labels()).toEqual({ namespace: 'board', department: 'law', metadata: {} });
  });

  it('has none of the labels that the first life of its document was given', async () => {
    await publish('old');
    await upload();
    await relabel({ namespace: 'public' });
    await remove();
    await publish('other');
    const file = await upload({ namespace: 'board' });
    await relabel({ department: 'law' });
    await read(file, 'new');
    await publishPending(file);
    expect(await labels()).toEqual({ namespace: 'board', department: 'law', metadata: {} });
  });

  it('keeps labels that a process of the release before has given', async () => {
    await publish('old');
    const given = (labels: object) =>
      fixture.database.query(
        `INSERT INTO relabeled_documents AS given (tenant_id, document_id, version, labels)
        VALUES ($1, $2, nextval('document_versions_version'), $3::jsonb)
        ON CONFLICT (tenant_id, document_id) DO UPDATE
        SET version = excluded.version, labels = given.labels || excluded.labels`,
        [tenantId, ID, JSON.stringify(labels)],
      );
    await given({ namespace: 'public' });
    const file = await upload({ namespace: 'board' });
    await given({ department: 'law' });
    await given({ metadata: { at: 'two' } });
    await read(file, 'new');
    await publishPending(file);
    expect(await labels()).toEqual({ namespace: 'board', department: 'law', metadata: { at: 'two' } });
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

  it('has what was sent again remembered for as long as it waits, and no longer', async () => {
    await publish('old');
    await accept('old');
    expect(await changesKept('confirmed_documents')).toBe(0);
    const file = await upload();
    await accept('old');
    await sweep();
    expect(await changesKept('confirmed_documents')).toBe(1);
    await read(file, 'new');
    await sweep();
    expect(await changesKept('confirmed_documents')).toBe(0);
  });

  it('has labels remembered for as long as it waits, and no longer', async () => {
    await publish('old');
    const file = await upload();
    await relabel({ namespace: 'board', department: 'law' });
    await sweep();
    expect(await changesKept('relabeled_fields')).toBe(2);
    await read(file, 'old');
    await sweep();
    expect(await changesKept('relabeled_fields')).toBe(0);
  });

  it('is forgotten with its tenant, and so are the deletions and the labels', async () => {
    await publish('old');
    await upload();
    await accept('old');
    await relabel({ namespace: 'board' });
    await remove();
    const { signal } = new AbortController();
    for (let left = 1; left > 0; ) left = (await fixture.store.removeTenantPart(tenantId, signal)).removed;
    for (const table of ['deleted_documents', 'confirmed_documents', 'relabeled_fields'])
      expect(await changesKept(table)).toBe(0);
  });
});
