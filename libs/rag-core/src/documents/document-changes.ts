import { type AccessSet, withinBudget } from '@ragfleet/kernel';
import type { VectorUpkeep } from '../ingest/pay-upkeep.ts';
import type { DocumentCatalogue, DocumentLabels, DocumentPatch } from '../ports/documents.ts';
import type { CacheEviction } from '../ports/answer-cache.ts';
import type { ChangeSequence, Logger } from '../ports/operations.ts';
import { createAnnounceChanges } from './announce-changes.ts';

export interface DocumentChangesPorts<Document extends DocumentLabels> {
  readonly documents: DocumentCatalogue<Document>;
  /** Pays what the vector indexes owe of the document. */
  readonly upkeep: VectorUpkeep;
  readonly changes: Pick<ChangeSequence, 'advance'>;
  /** Told after the change sequence has moved. */
  readonly eviction: Pick<CacheEviction, 'documentsChanged'>;
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
 * Changes to what is already searchable. The change sequence first: should this process die or lose Redis before the end,
 * every answer that was kept by then is checked again at once. Then the document store: it is the authority, the re-check
 * obeys it at once, and it remembers what the vectors owe and that the sequence has to follow. Then the sequence again,
 * for what was kept in between, so that no cached answer is served unchecked: what fails here is made up for by a repeated
 * call, also where it finds no document any more, and by upkeep. The vectors last: what cannot be reached now, or is held
 * by an ingestion, is paid later by that or by upkeep. Cached answers that cite the document leave meanwhile, and nobody
 * waits for it.
 */
export function createDocumentChanges<Document extends DocumentLabels>(
  ports: DocumentChangesPorts<Document>,
): DocumentChanges<Document> {
  const { documents, changes, eviction } = ports;
  const announce = createAnnounceChanges({ store: documents, changes });
  return {
    relabel: async (access, documentId, patch, signal) => {
      const { tenantId } = access;
      const before = await documents.getDocument(access, documentId);
      if (before === null) return null;
      const namespaces = [...new Set([before.namespace, patch.namespace ?? before.namespace])];
      await changes.advance(tenantId, namespaces);
      const after = await documents.relabelDocument(tenantId, documentId, patch);
      if (after === null) return null;
      await announce({ tenantId, documentId });
      void eviction.documentsChanged(tenantId, [documentId]);
      await payNow(ports, { tenantId, documentId }, signal);
      await advanceAgain(ports, tenantId, namespaces);
      return after;
    },
    remove: async (access, documentId, signal) => {
      const { tenantId } = access;
      const before = await documents.getDocument(access, documentId);
      if (before === null) {
        await announce({ tenantId, documentId });
        return false;
      }
      await changes.advance(tenantId, [before.namespace]);
      const isRemoved = await documents.deleteDocument(tenantId, documentId);
      await announce({ tenantId, documentId });
      void eviction.documentsChanged(tenantId, [documentId]);
      await payNow(ports, { tenantId, documentId }, signal);
      return isRemoved;
    },
  };
}

/**
 * An answer that was kept while the vectors still had the old labels was found by their ranking: it is checked once more.
 * The change is in force already, so a failure takes nothing back.
 */
async function advanceAgain(
  { changes, logger }: Pick<DocumentChangesPorts<DocumentLabels>, 'changes' | 'logger'>,
  tenantId: string,
  namespaces: readonly string[],
): Promise<void> {
  try {
    await changes.advance(tenantId, namespaces);
  } catch (error) {
    logger.warn({ tenant: tenantId, error }, 'answers of a moment ago are not checked again');
  }
}

/** Who changes a document is not kept waiting for a vector store that is slow, or has much to write: upkeep pays the rest. */
const PAY_NOW_MS = 2_000;

/** The change is in force already: the re-check refuses what the index still holds. */
async function payNow(
  { upkeep, logger }: Pick<DocumentChangesPorts<DocumentLabels>, 'upkeep' | 'logger'>,
  document: { readonly tenantId: string; readonly documentId: string },
  signal: AbortSignal,
): Promise<void> {
  try {
    await withinBudget(PAY_NOW_MS, signal, (within) => upkeep(document, within));
  } catch (error) {
    const { tenantId: tenant, documentId } = document;
    logger.warn({ tenant, documentId, error }, 'vectors of a changed document remain for now');
  }
}
