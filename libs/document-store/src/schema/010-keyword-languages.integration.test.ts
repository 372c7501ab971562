import { connectPostgres, runMigrations } from '@ragfleet/postgres-connection';
import { describeOnPostgres, scopeOf } from '@ragfleet/test-support';
import { expect, it } from 'vitest';
import { openDocumentStore } from '../open-document-store.ts';
import { MIGRATIONS } from './migrations.ts';

const BEFORE = MIGRATIONS.findIndex(({ name }) => name === 'keyword-languages');
const INDEXED_BEFORE = `
INSERT INTO documents (tenant_id, document_id, current_version, title, namespace, metadata, content_hash, passages, indexed_terms)
VALUES ('acme', 'old', 1, 'Leave', 'default', '{}', 'hash', 1, 3);
INSERT INTO passages (tenant_id, passage_id, document_key, ordinal, headings, text, content_hash)
SELECT 'acme', 'p_old', document_key, 0, '{}', 'Days of leave.', 'h' FROM documents;
INSERT INTO postings (tenant_id, term, passage_key, document_key, frequency, length)
SELECT 'acme', term, passage_key, document_key, 1, 3 FROM passages, unnest(ARRAY['dai', 'leav']) AS term`;

describeOnPostgres('documents that were indexed without a language', (postgres) => {
  it('are found as English ones, and indexed anew when they are sent again', async () => {
    const database = connectPostgres({
      url: postgres().url,
      poolSize: 2,
      statementTimeoutMs: 10_000,
      name: 'migration-test',
    });
    await runMigrations(database, { component: 'document-store', migrations: MIGRATIONS.slice(0, BEFORE) });
    await database.runScript(INDEXED_BEFORE);
    const store = await openDocumentStore({ database });
    const scope = scopeOf({ tenantId: 'acme', readsAll: true });
    const found = await store.searchKeyword(scope, 'leave days', 5, new AbortController().signal);
    expect(found.map(({ passageId }) => passageId)).toEqual(['p_old']);
    const hashes = await database.query('SELECT content_hash FROM documents');
    expect(hashes).toEqual([{ content_hash: null }]);
    await store.close();
  });
});
