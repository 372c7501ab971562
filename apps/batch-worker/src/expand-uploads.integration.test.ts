import { createFileExtractor, documentIdOf, type FileExtractor } from '@ragfleet/document-files';
import { type DocumentStore, openDocumentStore, type UploadKey } from '@ragfleet/document-store';
import { connectPostgres } from '@ragfleet/postgres-connection';
import { describeOnPostgres } from '@ragfleet/test-support';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ExpandPorts, expandUploads } from './expand-uploads.ts';

const LINES = 450;
const jsonLines = Array.from({ length: LINES }, (_, n) =>
  n === 9 ? 'no json' : JSON.stringify({ id: `line-${n}`, title: `Line ${n}`, text: `Text of line ${n}.` }),
);
const FILES: Readonly<Record<string, string>> = {
  'handbook/leave.md': '---\ntitle: Leave\nnamespace: hr\n---\n# Leave\n\nThirty days.',
  'lines.jsonl': jsonLines.join('\n'),
  'again.jsonl': JSON.stringify({ id: 'line-3', title: 'Again', text: 'The same id.' }),
  'empty.txt': '',
  'program.exe': 'MZ',
};
const signal = new AbortController().signal;

describeOnPostgres('expanding uploads', (postgres) => {
  let store: DocumentStore;
  let extractor: FileExtractor;
  beforeAll(async () => {
    const pool = { poolSize: 2, statementTimeoutMs: 20_000, name: 'expand-test' };
    store = await openDocumentStore({ database: connectPostgres({ ...pool, url: postgres().url }) });
    extractor = createFileExtractor({ processes: 1 });
  });
  afterAll(async () => {
    await extractor.close();
    await store.close();
  });

  const upload = async (tenantId: string): Promise<UploadKey> => {
    const place = await store.beginUpload(tenantId, 1_000_000);
    for (const [fileOrdinal, text] of Object.values(FILES).entries()) {
      const bytes = Buffer.from(text);
      if (bytes.length > 0)
        await store.storePieces(place, bytes, [{ fileOrdinal, piece: 0, offset: 0, length: bytes.length }]);
    }
    await store.acceptUpload({
      ...place,
      principalId: 'ann',
      callbackUrl: null,
      embedding: 'realtime',
      namespace: 'default',
      department: null,
      metadata: {},
      files: Object.keys(FILES).map((name) => ({ documentId: documentIdOf(name), name, mediaType: null })),
    });
    return place;
  };
  const stateOf = async ({ tenantId, ingestionId }: UploadKey) => {
    const found = await store.getIngestion(tenantId, ingestionId);
    return {
      counts: found?.record.counts,
      documents: found?.documents.map(({ documentId, status, error }) => ({ documentId, status, error })),
    };
  };

  it('gives every file its documents or what is wrong with it', async () => {
    const place = await upload('whole');
    await expandUploads({ store, extractor })(place, signal);
    const { counts, documents = [] } = await stateOf(place);
    expect(counts).toEqual({ total: LINES + 4, pending: LINES, embedded: 0, unchanged: 0, failed: 4 });
    expect(documents[0]).toMatchObject({ documentId: documentIdOf('handbook/leave.md'), status: 'pending' });
    expect(documents.filter(({ status }) => status === 'failed').map(({ error }) => error)).toEqual([
      expect.any(String),
      expect.stringContaining('same id'),
      expect.any(String),
      expect.any(String),
    ]);
    expect(await store.waitingFiles(place)).toEqual([]);
  });

  it('ends the same wherever it dies, before or behind any write', async () => {
    const whole = await upload('unbroken');
    await expandUploads({ store, extractor })(whole, signal);
    const expected = await stateOf(whole);
    for (const dies of ['before', 'behind'] as const)
      for (let write = 0; ; write += 1) {
        const place = await upload(`${dies}-${write}`);
        const broken = expandUploads({ store: dyingStore(store, write, dies), extractor });
        const died = await broken(place, signal).then(
          () => false,
          () => true,
        );
        await expandUploads({ store, extractor })(place, signal);
        expect(await stateOf(place)).toEqual(expected);
        if (!died) break;
      }
  }, 400_000);

  it('is done once by two workers at the same time', async () => {
    const place = await upload('twice');
    const run = () => expandUploads({ store, extractor })(place, signal);
    await Promise.all([run(), run()]);
    const { counts } = await stateOf(place);
    expect(counts).toEqual({ total: LINES + 4, pending: LINES, embedded: 0, unchanged: 0, failed: 4 });
  });
});

/** Dies at its n-th write, as a killed process does: before it reached the database, or before it heard of it. */
function dyingStore(
  store: DocumentStore,
  lastWrite: number,
  dies: 'before' | 'behind',
): ExpandPorts['store'] {
  let writes = 0;
  const write = async <Result>(run: () => Promise<Result>): Promise<Result> => {
    const isLast = writes === lastWrite;
    writes += 1;
    if (isLast && dies === 'before') throw new Error('killed');
    const result = await run();
    if (isLast) throw new Error('killed');
    return result;
  };
  return {
    waitingFiles: (place) => store.waitingFiles(place),
    readUploadedFile: (file, aborted) => store.readUploadedFile(file, aborted),
    expandFile: (file, portion) => write(() => store.expandFile(file, portion)),
    closeFile: (file, error) => write(() => store.closeFile(file, error)),
  };
}
