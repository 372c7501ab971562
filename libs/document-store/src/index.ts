export type { AcceptIngestion, CatalogueDocument, DocumentStore, IngestedDocument, IngestionRecord } from './contract.ts';
