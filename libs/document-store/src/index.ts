export type {
  AcceptIngestion,
  CatalogueDocument,
  DocumentStore,
  IngestedDocument,
  IngestionRecord,
} from './contract.ts';
export { type OpenDocumentStore, openDocumentStore } from './open-document-store.ts';
