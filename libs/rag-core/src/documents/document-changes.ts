import type { AccessSet } from '@ragfleet/kernel';
import type { DocumentCatalogue, DocumentLabels, DocumentPatch } from '../ports/documents.ts';
import type { ChangeSequence, Logger } from '../ports/operations.ts';
import type { VectorIndex } from '../ports/passages.ts';

export interface DocumentChangesPorts<Document extends DocumentLabels> {
  readonly documents: DocumentCatalogue<Document>;
  readonly vectorIndex: VectorIndex;
  readonly changes: ChangeSequence;
  readonly logger: Logger;
}

export interface DocumentChanges<Document extends DocumentLabels> {
  /** The document as it is now, or null when there is none that the caller may read. In force when it returns. */
  relabel(
    access: AccessSet,
    documentId: string,
    patch: DocumentPatch,
    signal: AbortSignal,
  ): Promise<Document | null>;
  /** False when there is none that the caller may read. When it returns, no search and no cached answer serves it. */
  remove(access: AccessSet, documentId: string, signal: AbortSignal): Promise<boolean>;
}

/**
 * Changes to what is already searchable. The document store first: it is the authority, and the re-check obeys it at
 * once. Then the change sequence, so that no cached answer is served unchecked. The vectors last.
 */
export function createDocumentChanges<Document extends DocumentLabels>(
  ports: DocumentChangesPorts<Document>,
): DocumentChanges<Document> {
  const { documents, vectorIndex, changes, logger } = ports;
  return {
    relabel: async (access, documentId, patch, signal) => {
      const { tenantId } = access;
      const before = await documents.getDocument(access, documentId);
      if (before === null) return null;
      const after = await documents.relabelDocument(tenantId, documentId, patch);
      if (after === null) return null;
      await changes.advance(tenantId, [...new Set([before.namespace, after.namespace])]);
      const { namespace, department } = after;
      // A failure is the caller's to see: who may read it from now on would not find it by meaning. Trying again is safe.
      await vectorIndex.relabelDocument(tenantId, documentId, { namespace, department }, signal);
      return after;
    },
    remove: async (access, documentId, signal) => {
      const { tenantId } = access;
      const before = await documents.getDocument(access, documentId);
      if (before === null) return false;
      const isRemoved = await documents.deleteDocument(tenantId, documentId);
      await changes.advance(tenantId, [before.namespace]);
      try {
        await vectorIndex.removeDocument(tenantId, documentId, signal);
      } catch (error) {
        // The deletion is in force: the re-check refuses what the index still holds.
        logger.warn({ tenantId, documentId, err: error }, 'vectors of a deleted document remain');
      }
      return isRemoved;
    },
  };
}
