import { connectPostgres } from '@ragfleet/postgres-connection';
import { describeOnPostgres, passageStoreContract } from '@ragfleet/test-support';
import { openDocumentStore } from './open-document-store.ts';

describeOnPostgres('the document store', (postgres) => {
  passageStoreContract(async () => {
    const database = connectPostgres({
      url: postgres().url,
      poolSize: 4,
      statementTimeoutMs: 10_000,
      name: 'document-store-test',
    });
    const store = await openDocumentStore({ database });
    return {
      store,
      async accept(documents) {
        const [first] = documents;
        const record = await store.acceptIngestion({
          tenantId: first?.tenantId ?? '',
          principalId: 'tester',
          callbackUrl: null,
          documents: documents.map(({ documentId, title, source, content, namespace, department }) => ({
            id: documentId,
            title: title ?? documentId,
            content,
            ...(source === undefined || source === null ? {} : { source }),
            ...(namespace === undefined ? {} : { namespace }),
            ...(department === undefined || department === null ? {} : { department }),
          })),
        });
        return record.ingestionId;
      },
      relabel: async (tenantId, documentId, labels) => {
        await store.relabelDocument(tenantId, documentId, labels);
      },
      remove: async (tenantId, documentId) => {
        await store.deleteDocument(tenantId, documentId);
      },
      close: () => store.close(),
    };
  });
});
