import { describeOnPostgres } from '@ragfleet/test-support';
import { expect, it } from 'vitest';
import { openStoreFixture } from '../store-fixture.ts';

const DOCUMENTS = 8_000;
const PORTION = 200;
/** A tenth of a second is enough; a nested loop over so many took ten and more. */
const MAX_MS = 3_000;

describeOnPostgres('an ingestion of many documents that the planner knows nothing of', (postgres) => {
  it('begins within a moment, its documents in order', async () => {
    const { store, database } = await openStoreFixture(postgres().url);
    const place = await store.beginUpload('acme', 1_000);
    const name = 'lines.jsonl';
    const { ingestionId } = await store.acceptUpload({
      ...place,
      principalId: 'ann',
      callbackUrl: null,
      embedding: 'realtime',
      namespace: 'default',
      department: null,
      metadata: {},
      files: [{ documentId: name, name, mediaType: null }],
    });
    const [file] = await store.waitingFiles(place);
    if (file === undefined) throw new Error('A file waits.');
    for (let from = 0; from < DOCUMENTS; from += PORTION) {
      const results = Array.from({ length: PORTION }, (_, n) => ({
        position: from + n,
        id: `line-${from + n}`,
        title: `Line ${from + n}`,
        content: 'A line.',
        source: name,
      }));
      await store.expandFile(file, { results, isLast: from + PORTION === DOCUMENTS });
    }

    const startedAt = performance.now();
    await store.startRun({ tenantId: 'acme', ingestionId, runId: 'run_1' }, 60_000);
    expect(performance.now() - startedAt).toBeLessThan(MAX_MS);
    const [placed] = await database.query(
      `SELECT count(DISTINCT position)::integer AS places, min(position) AS first, max(position) AS last,
        bool_and(position = ordinal - (SELECT min(ordinal) FROM ingestion_documents) + 1) AS "isInOrder"
      FROM ingestion_documents`,
    );
    expect(placed).toEqual({ places: DOCUMENTS, first: 1, last: DOCUMENTS, isInOrder: true });
    await store.close();
  }, 60_000);
});
