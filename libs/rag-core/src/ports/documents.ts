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

export interface DocumentKey {
  readonly tenantId: string;
  readonly documentId: string;
}

/** A document was relabeled or deleted. */
export interface UnannouncedChange extends DocumentKey {
  readonly changeId: string;
  /** Where the document was, and where it is. */
  readonly namespaces: readonly string[];
}

/** Changes that the change sequence still has to follow, kept with the change itself until somebody says that it did. */
export interface ChangeAnnouncements {
  /** Of one document or of any, the oldest first: at most 100. */
  unannouncedChanges(document: DocumentKey | null): Promise<UnannouncedChange[]>;
  changeAnnounced(changeId: string): Promise<void>;
}

/** What changing a document needs of the document store. */
export interface DocumentCatalogue<Document extends DocumentLabels> extends ChangeAnnouncements {
  getDocument(access: AccessSet, documentId: string): Promise<Document | null>;
  relabelDocument(tenantId: string, documentId: string, patch: DocumentPatch): Promise<Document | null>;
  deleteDocument(tenantId: string, documentId: string): Promise<boolean>;
}
