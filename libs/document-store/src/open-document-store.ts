import { Fault } from '@ragfleet/kernel';
import { type Database, runMigrations } from '@ragfleet/postgres-connection';
import { createChangeAnnouncements } from './catalogue/change-announcements.ts';
import { createDocumentCatalogue } from './catalogue/document-catalogue.ts';
import type { AcceptIngestion, DocumentStore, IngestionRecord } from './contract.ts';
import { createUploadStore } from './files/create-upload-store.ts';
import { createGenerationCatalogue } from './generations/generation-catalogue.ts';
import { storeIngestion } from './ingestions/accept-ingestion.ts';
import { forgetPerson } from './ingestions/forget-person.ts';
import { createClaimUnfinished } from './ingestions/claim-unfinished.ts';
import { createIngestionCatalogue } from './ingestions/ingestion-catalogue.ts';
import { createVectorUpkeepStore } from './ingestions/vector-upkeep.ts';
import { createGetIngestion } from './ingestions/read-ingestion.ts';
import { removeOldIngestions } from './ingestions/remove-old-ingestions.ts';
import { createUnreportedIngestions } from './ingestions/unreported-ingestions.ts';
import { createSearchKeyword, prepareKeywordSearch } from './keyword/search-keyword.ts';
import { createReadCurrent } from './passages/read-current.ts';
import { MIGRATIONS } from './schema/migrations.ts';
import { COMPONENT } from './schema/read-document-schema.ts';
import { createSourceCatalogue } from './sources/source-catalogue.ts';
import { removeTenantPart } from './tenants/remove-tenant.ts';

export interface OpenDocumentStore {
  /** Closed with the store. */
  readonly database: Database;
}

/** The document store over one database, PostgreSQL or the embedded one. Brings the schema up to date first. */
export async function openDocumentStore({ database }: OpenDocumentStore): Promise<DocumentStore> {
  await runMigrations(database, { component: COMPONENT, migrations: MIGRATIONS });
  await prepareKeywordSearch(database);
  const getIngestion = createGetIngestion(database);
  return {
    ...createDocumentCatalogue(database),
    ...createChangeAnnouncements(database),
    ...createIngestionCatalogue(database),
    ...createVectorUpkeepStore(database),
    ...createGenerationCatalogue(database),
    ...createUploadStore(database, getIngestion),
    searchKeyword: createSearchKeyword({ database }),
    readCurrent: createReadCurrent(database),
    getIngestion,
    claimUnfinishedIngestions: createClaimUnfinished(database),
    ...createUnreportedIngestions(database),
    removeOldIngestions: (due, signal) => removeOldIngestions(database, due, signal),
    async acceptIngestion(command: AcceptIngestion): Promise<IngestionRecord> {
      const stored = await getIngestion(command.tenantId, await storeIngestion(database, command));
      if (stored === null) throw new Fault('internal', 'The ingestion was not stored.');
      return stored.record;
    },
    forgetPerson: (tenantId, principalId, signal) =>
      forgetPerson(database, { tenantId, principalId }, signal),
    removeTenantPart: (tenantId, signal) => removeTenantPart(database, tenantId, signal),
    sources: createSourceCatalogue(database),
    close: () => database.close(),
  };
}
