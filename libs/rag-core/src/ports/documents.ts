import type { AccessSet } from '@ragfleet/kernel';
import type { Passage } from './passages.ts';

/** A document waiting to be cut and embedded. */
export interface PendingDocument {
  readonly tenantId: string;
  readonly documentId: string;
  readonly version: number;
  readonly title: string;
  readonly source: string | null;
  readonly namespace: string;
  readonly department: string | null;
  readonly content: string;
}

export type DocumentOutcome =
  | { readonly status: 'embedded'; readonly passages: number }
  | { readonly status: 'unchanged'; readonly passages: number }
  | { readonly status: 'failed'; readonly error: string };

/** A passage that was cut and not yet published. */
export type NewPassage = Pick<Passage, 'passageId' | 'headings' | 'ordinal' | 'text' | 'contentHash'>;

/** What ingestion needs of the document store. */
export interface IngestionCatalogue {
  /** The ingestion's documents that are still pending, in order, a page at a time. Empty when done. */
  pendingDocuments(tenantId: string, ingestionId: string, limit: number): Promise<PendingDocument[]>;
  /** The passages of the version that is current now. */
  currentPassages(
    tenantId: string,
    documentId: string,
  ): Promise<{ passageId: string; contentHash: string }[]>;
  /** Makes the version current in one step, so that the document is never missing and never twice. False when a newer version won. */
  publishVersion(document: PendingDocument, passages: readonly NewPassage[]): Promise<boolean>;
  recordOutcome(
    tenantId: string,
    ingestionId: string,
    documentId: string,
    outcome: DocumentOutcome,
  ): Promise<void>;
  /** Moves the ingestion to `running`, or to `finished`/`failed` when nothing is pending. */
  startIngestion(tenantId: string, ingestionId: string): Promise<void>;
  finishIngestion(tenantId: string, ingestionId: string): Promise<void>;
}

/** The labels of a stored document, as much as a change of it needs to know. */
export type DocumentLabels = Pick<PendingDocument, 'namespace' | 'department'>;

/** Only what is named changes. */
export interface DocumentPatch extends Partial<DocumentLabels> {
  readonly metadata?: Readonly<Record<string, string>>;
}

/** What changing a document needs of the document store. */
export interface DocumentCatalogue<Document extends DocumentLabels> {
  getDocument(access: AccessSet, documentId: string): Promise<Document | null>;
  relabelDocument(tenantId: string, documentId: string, patch: DocumentPatch): Promise<Document | null>;
  deleteDocument(tenantId: string, documentId: string): Promise<boolean>;
}
