import type { AccessSet } from '@ragfleet/kernel';

/** Who may read a document is decided by these. */
export interface DocumentLabels {
  readonly namespace: string;
  readonly department: string | null;
}

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
