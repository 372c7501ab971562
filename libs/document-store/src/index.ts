export type {
  AcceptIngestion,
  CatalogueDocument,
  DocumentStore,
  IngestedDocument,
  IngestionRecord,
  IngestionView,
} from './contract.ts';
export type {
  AcceptUpload,
  ExpandedDocument,
  FailedDocument,
  FilePortion,
  UploadedFile,
  UploadPiece,
  UploadKey,
  UploadStore,
  WaitingFile,
} from './files/contract.ts';
export { type GenerationState, readGenerations } from './generations/read-generations.ts';
export { requestRefill } from './generations/request-refill.ts';
export { type IngestionResourceContext, toIngestionResource } from './ingestions/ingestion-resource.ts';
export { readDocumentSchema } from './schema/read-document-schema.ts';
export { readSourceStates, type SourceState } from './sources/read-source-states.ts';
export type { TenantRemains } from './tenants/remove-tenant.ts';
export { type OpenDocumentStore, openDocumentStore } from './open-document-store.ts';
