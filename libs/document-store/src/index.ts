export type {
  AcceptIngestion,
  CatalogueDocument,
  DocumentStore,
  IngestedDocument,
  IngestionRecord,
} from './contract.ts';
export { type IngestionResourceContext, toIngestionResource } from './ingestions/ingestion-resource.ts';
export { type OpenDocumentStore, openDocumentStore } from './open-document-store.ts';
