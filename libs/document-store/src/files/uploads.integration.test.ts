import { describeOnPostgres } from '@ragfleet/test-support';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStoreFixture, type StoreFixture } from '../store-fixture.ts';
import type { AcceptUpload, ExpandedDocument, FilePortion, UploadKey, WaitingFile } from './contract.ts';

const signal = new AbortController().signal;
const PLENTY = 1_000_000;

describeOnPostgres('uploads', (postgres) => {
  let fixture: StoreFixture;
  beforeAll(async () => {
    fixture = await openStoreFixture(postgres().url);
  });
  afterAll(() => fixture.store.close());

  const file = (name: string) => ({ documentId: name, name, mediaType: 'text/plain' });
  const commandOf = (place: UploadKey, files: AcceptUpload['files']): AcceptUpload => ({
    ...place,
    principalId: 'ann',
    callbackUrl: null,
    embedding: 'realtime',
    namespace: 'hr',
    department: null,
    metadata: { origin: 'form' },
    files,
  });
  /** An ingestion of files that hold their own names, in pieces of at most three bytes. */
  const upload = async (tenantId: string, ...names: string[]) => {
    const place = await fixture.store.beginUpload(tenantId, PLENTY);
    for (const [fileOrdinal, name] of names.entries()) {
      const bytes = Buffer.from(name);
      const pieces = Array.from({ length: Math.ceil(bytes.length / 3) }, (_, piece) => ({
        fileOrdinal,
        piece,
        offset: piece * 3,
        length: Math.min(3, bytes.length - piece * 3),
      }));
      await fixture.store.storePieces(place, bytes, pieces);
    }
    const command = commandOf(
      place,
      names.map((name) => file(name)),
    );
    return { place, record: await fixture.store.acceptUpload(command) };
  };
  const waiting = async (place: UploadKey): Promise<WaitingFile> => {
    const [first] = await fixture.store.waitingFiles(place);
    if (first === undefined) throw new Error('A file waits.');
    return first;
  };
  const documentOf = (id: string, position = 0, content = `Text of ${id}`): ExpandedDocument => ({
    position,
    id,
    title: id,
    source: id,
    content,
  });
  const stateOf = async ({ tenantId, ingestionId }: UploadKey) => {
    const found = await fixture.store.getIngestion(tenantId, ingestionId);
    return found?.documents.map(({ documentId, status }) => `${documentId} ${status}`);
  };
  const expand = (one: WaitingFile, results: FilePortion['results'], isLast = false) =>
    fixture.store.expandFile(one, { results, isLast });
  const waitingVersions = (tenantId: string) =>
    fixture.database.query<{ id: string; namespace: string; version: number }>(
      `SELECT document_id AS id, namespace, version::float8 AS version FROM document_versions
      WHERE tenant_id = $1 ORDER BY version, document_id`,
      [tenantId],
    );
  const rowsLeft = async (tenantId: string) => {
    const rows = await fixture.database.query<{ pieces: number; uploads: number }>(
      `SELECT (SELECT count(*)::integer FROM upload_pieces WHERE tenant_id = $1) AS pieces,
        (SELECT count(*)::integer FROM uploads WHERE tenant_id = $1) AS uploads`,
      [tenantId],
    );
    return rows[0];
  };

  it('come back byte for byte, file by file, with the labels of their request', async () => {
    const { place, record } = await upload('bytes', 'first.txt', 'sécond.txt');
    expect(record).toMatchObject({
      status: 'queued',
      embedding: 'realtime',
      counts: { total: 2, pending: 2 },
    });
    const files = await fixture.store.waitingFiles(place);
    const texts = await Promise.all(
      files.map(async (one) => {
        const pieces: Uint8Array[] = [];
        for await (const piece of fixture.store.readUploadedFile(one, signal)) pieces.push(piece);
        return Buffer.concat(pieces).toString();
      }),
    );
    expect(texts).toEqual(['first.txt', 'sécond.txt']);
    expect(files[1]).toMatchObject({ name: 'sécond.txt', namespace: 'hr', metadata: { origin: 'form' } });
    expect(await fixture.store.waitingFiles({ ...place, tenantId: 'other' })).toEqual([]);
  });

  it('become documents with the labels that the file names, and else those of the request', async () => {
    const { place } = await upload('labels', 'a.jsonl');
    const one = await waiting(place);
    await expand(one, [
      documentOf('plain'),
      { ...documentOf('labeled', 1), namespace: 'law', metadata: { page: '3' } },
    ]);
    await fixture.store.closeFile(one, null);
    expect((await waitingVersions('labels')).map(({ id, namespace }) => [id, namespace])).toEqual([
      ['labeled', 'law'],
      ['plain', 'hr'],
    ]);
    expect(await rowsLeft('labels')).toEqual({ pieces: 0, uploads: 0 });
  });

  it('are the same documents when a portion is written again after a crash', async () => {
    const { place } = await upload('again', 'a.jsonl');
    const one = await waiting(place);
    const portion = [documentOf('x'), { position: 1, id: 'y', error: 'Line 2 is no JSON.' }];
    await expand(one, portion);
    const first = await waitingVersions('again');
    await expand(one, portion);
    await expand(one, [...portion, documentOf('z', 2)]);
    await fixture.store.closeFile(one, null);
    await fixture.store.closeFile(one, null);
    expect(await stateOf(place)).toEqual(['x pending', 'y failed', 'z pending']);
    const again = await waitingVersions('again');
    expect(again.map(({ id }) => id)).toEqual(['x', 'z']);
    expect(again[0]).toEqual(first[0]);
  });

  it('write nothing any more once the file is closed, or its ingestion given up', async () => {
    const { place } = await upload('fenced', 'a.txt');
    const one = await waiting(place);
    await fixture.store.closeFile(one, 'The file holds no text. Send one that does.');
    expect(await expand(one, [documentOf('late')])).toBe(false);
    expect(await stateOf(place)).toEqual(['a.txt failed']);
  });

  it('fail the later of two documents with one id, within a file and across files', async () => {
    const { place } = await upload('twice', 'a.jsonl', 'b.jsonl');
    for (const one of await fixture.store.waitingFiles(place)) {
      await expand(one, [documentOf('same'), documentOf('same', 1, 'other')]);
      await fixture.store.closeFile(one, null);
    }
    expect(await stateOf(place)).toEqual(['same pending', 'same failed', 'same failed', 'same failed']);
    const found = await fixture.store.getIngestion('twice', place.ingestionId);
    expect(found?.documents[1]?.error).toContain('Give each one its own');
  });

  it('know an unchanged file, whose ingestion has nothing to do', async () => {
    await fixture.publish('same', {
      id: 'a.txt',
      title: 'a.txt',
      source: 'a.txt',
      content: 'One.',
      namespace: 'hr',
      metadata: { origin: 'form' },
    });
    const { place } = await upload('same', 'a.txt');
    const one = await waiting(place);
    await expand(one, [documentOf('a.txt', 0, 'One.')], true);
    expect(await rowsLeft('same')).toEqual({ pieces: 0, uploads: 0 });
    expect(await stateOf(place)).toEqual(['a.txt unchanged']);
  });

  it('are refused while too many bytes of the tenant wait, and of no other', async () => {
    await upload('full', 'a long enough name.txt');
    await expect(fixture.store.beginUpload('full', 10)).rejects.toMatchObject({ kind: 'rate-limited' });
    expect(await fixture.store.beginUpload('empty', 10)).toMatchObject({ tenantId: 'empty' });
  });

  describe('that became nothing', () => {
    const age = (tenantId: string) =>
      fixture.database.query(
        `UPDATE uploads SET started_at = now() - interval '1 hour' WHERE tenant_id = $1`,
        [tenantId],
      );
    const sweep = () => fixture.store.removeAbandonedUploads({ olderThanMs: 60_000, limit: 100 });

    it('are discarded with every byte; what was accepted is not', async () => {
      const place = await fixture.store.beginUpload('gone', PLENTY);
      await fixture.store.storePieces(place, Buffer.from('abc'), [
        { fileOrdinal: 0, piece: 0, offset: 0, length: 3 },
      ]);
      await fixture.store.discardUpload(place);
      expect(await rowsLeft('gone')).toEqual({ pieces: 0, uploads: 0 });
      const accepted = await upload('kept', 'a.txt');
      await fixture.store.discardUpload(accepted.place);
      expect(await rowsLeft('kept')).toEqual({ pieces: 2, uploads: 1 });
    });

    it('are removed by upkeep when they are old, and can then be neither filled nor accepted', async () => {
      const place = await fixture.store.beginUpload('abandoned', PLENTY);
      await sweep();
      expect(await rowsLeft('abandoned')).toMatchObject({ uploads: 1 });
      await age('abandoned');
      expect(await sweep()).toBeGreaterThan(0);
      expect(await rowsLeft('abandoned')).toMatchObject({ uploads: 0 });
      const piece = { fileOrdinal: 0, piece: 0, offset: 0, length: 1 };
      await expect(fixture.store.storePieces(place, Buffer.from('a'), [piece])).rejects.toMatchObject({
        kind: 'expired',
      });
      await expect(fixture.store.acceptUpload(commandOf(place, [file('a')]))).rejects.toMatchObject({
        kind: 'expired',
      });
    });

    it('are kept for as long as their ingestion waits, and no longer', async () => {
      const { place } = await upload('long', 'a.txt');
      await age('long');
      await sweep();
      expect(await rowsLeft('long')).toMatchObject({ uploads: 1 });
      await fixture.database.query(`UPDATE ingestions SET status = 'failed' WHERE ingestion_id = $1`, [
        place.ingestionId,
      ]);
      await sweep();
      expect(await rowsLeft('long')).toEqual({ pieces: 0, uploads: 0 });
    });
  });

  it('show a page of the documents of a long ingestion, by status and after a position', async () => {
    const { place } = await upload('long-list', 'a.jsonl');
    const one = await waiting(place);
    const results = Array.from({ length: 30 }, (_, position) =>
      position % 3 === 0
        ? { position, id: `n${position}`, error: 'no' }
        : documentOf(`n${position}`, position),
    );
    await expand(one, results);
    await fixture.store.closeFile(one, null);
    const read = (view: { status: 'failed' | null; startingAfter: number | null; limit: number }) =>
      fixture.store.getIngestion('long-list', place.ingestionId, view);
    const failed = await read({ status: 'failed', startingAfter: null, limit: 4 });
    expect(failed?.documents.map(({ documentId }) => documentId)).toEqual(['n0', 'n3', 'n6', 'n9']);
    expect(failed?.isTruncated).toBe(true);
    expect(failed?.record.counts).toEqual({ total: 30, pending: 20, embedded: 0, unchanged: 0, failed: 10 });
    const last = await read({ status: null, startingAfter: failed?.documents[3]?.position ?? 0, limit: 20 });
    expect([last?.documents[0]?.documentId, last?.documents.length, last?.isTruncated]).toEqual([
      'n10',
      20,
      false,
    ]);
  });
});
