import { ingestionResource, problem } from '@ragfleet/contracts';
import { documentIdOf } from '@ragfleet/document-files';
import { afterAll, describe, expect, it } from 'vitest';
import { startIngress } from './testing/start-ingress.fixture.ts';
import { createUploadClient, textFile } from './testing/upload-client.fixture.ts';

const ingress = await startIngress();
const admin = await ingress.keyFor({ role: 'admin' });
const { rowsLeft, upload } = createUploadClient(ingress, admin);
afterAll(() => ingress.stop());

describe('an upload', () => {
  it('is an ingestion in which each file is a pending document', async () => {
    const { status, headers, json } = await upload({ files: [textFile('a.txt'), textFile('b/c.md')] });
    const ingestion = ingestionResource.parse(json);
    expect([status, headers.get('location')]).toEqual([202, `/v1/ingestions/${ingestion.id}`]);
    expect(headers.get('retry-after')).toBe('1');
    expect(ingestion).toMatchObject({
      status: 'queued',
      embedding: 'realtime',
      counts: { total: 2, pending: 2 },
    });
    const seen = await ingress.call({ path: `/v1/ingestions/${ingestion.id}`, key: admin });
    expect(ingestionResource.parse(seen.body).documents?.map(({ document_id }) => document_id)).toEqual([
      'a.txt',
      documentIdOf('b/c.md'),
    ]);
  });

  it('takes its labels, a callback and the way of embedding, before the files or behind them', async () => {
    const { status, json } = await upload({
      namespace: 'hr',
      file: textFile('a.txt'),
      department: 'sales',
      metadata: '{"origin": "wiki"}',
      callback: '{"url": "https://example.com/hook", "events": ["ingestion.finished"]}',
      embedding: 'batch',
    });
    expect([status, ingestionResource.parse(json).embedding]).toEqual([202, 'batch']);
    const [stored] = await ingress.database.query(
      `SELECT namespace, department, metadata FROM uploads WHERE ingestion_id = $1`,
      [ingestionResource.parse(json).id],
    );
    expect(stored).toEqual({ namespace: 'hr', department: 'sales', metadata: { origin: 'wiki' } });
  });

  it('takes every byte of a name that is not ASCII, and of one that climbs nothing', async () => {
    const { json } = await upload({
      files: [textFile('Überstunden 2026.txt'), textFile('../../etc/passwd')],
    });
    const files = await ingress.database.query<{ name: string }>(
      `SELECT name FROM upload_files WHERE ingestion_id = $1 ORDER BY ordinal`,
      [ingestionResource.parse(json).id],
    );
    expect(files.map(({ name }) => name)).toEqual(['Überstunden 2026.txt', 'etc/passwd']);
  });

  it('needs the permission to write, before anything is stored', async () => {
    const before = await rowsLeft();
    for (const role of ['guest', 'user'] as const) {
      const refused = await upload({ files: textFile('a.txt') }, await ingress.keyFor({ role }));
      expect(problem.parse(refused.json)).toMatchObject({
        status: 403,
        detail: 'Permission denied: write required',
      });
    }
    expect((await upload({ files: textFile('a.txt') }, 'rag_test_no_key')).status).toBe(401);
    expect(await rowsLeft()).toEqual(before);
  });

  it('belongs to its tenant', async () => {
    const { json } = await upload({ files: textFile('a.txt') });
    const foreign = await ingress.keyFor({ role: 'admin', tenantId: 'globex' });
    const path = `/v1/ingestions/${ingestionResource.parse(json).id}`;
    expect((await ingress.call({ path, key: foreign })).status).toBe(404);
  });
});
