import type { IngestionCatalogue, PendingDocument } from '../ports/documents.ts';
import type { PassageVector, VectorIndex } from '../ports/passages.ts';
import type { CutPassage } from './cut-passages.ts';

/** A document that is cut and embedded: `fresh` are the passages that the current version does not have. */
export interface PreparedDocument {
  readonly document: PendingDocument;
  readonly passages: readonly CutPassage[];
  readonly fresh: readonly { readonly passageId: string; readonly vector: Float32Array }[];
  /** The passages that were current when the document was cut. */
  readonly replaced: readonly string[];
}

const VECTORS_PER_UPSERT = 200;

/**
 * Vectors first, then the version, then the old vectors: at every moment each current passage has its vector, and a
 * vector without a current passage is refused by the re-check. Running it again changes nothing.
 * False when a newer version, or a deletion, won.
 */
export async function publishDocument(
  ports: { readonly catalogue: IngestionCatalogue; readonly vectorIndex: VectorIndex },
  { document, passages, fresh, replaced }: PreparedDocument,
  signal: AbortSignal,
): Promise<boolean> {
  const { tenantId, documentId, namespace, department } = document;
  const vectors: PassageVector[] = fresh.map((passage) => ({
    tenantId,
    documentId,
    namespace,
    department,
    ...passage,
  }));
  for (let at = 0; at < vectors.length; at += VECTORS_PER_UPSERT)
    await ports.vectorIndex.upsert(vectors.slice(at, at + VECTORS_PER_UPSERT), signal);
  const isPublished = await ports.catalogue.publishVersion(
    document,
    passages.map(({ passage }) => passage),
  );
  const hasKeptPassages = fresh.length < passages.length;
  if (isPublished && hasKeptPassages)
    await ports.vectorIndex.relabelDocument(tenantId, documentId, { namespace, department }, signal);
  const current = await ports.catalogue.currentPassages(tenantId, documentId);
  const kept = new Set(current.map(({ passageId }) => passageId));
  const mine = [...fresh.map(({ passageId }) => passageId), ...replaced];
  const gone = mine.filter((passageId) => !kept.has(passageId));
  if (gone.length > 0) await ports.vectorIndex.removePassages(tenantId, gone, signal);
  return isPublished;
}
