import type { IngestPorts } from './ingest-contract.ts';
import type { EndedDocument } from './outcome-recorder.ts';

/**
 * Drops the cached answers that rest on changed documents, and those whose question is near something new. Nobody waits
 * for it.
 */
export function createIngestEviction({
  eviction,
  generations,
}: Pick<IngestPorts, 'eviction' | 'generations'>): (
  tenantId: string,
  batch: readonly EndedDocument[],
) => void {
  return (tenantId, batch) => {
    if (eviction === undefined) return;
    const changed = batch.filter(({ changedNamespaces }) => changedNamespaces.length > 0);
    const documentIds = changed.map(({ document }) => document.documentId);
    if (documentIds.length > 0) void eviction.documentsChanged(tenantId, documentIds);
    const model = generations[0]?.embedder.model;
    const vectors = changed.flatMap(({ newVectors }) => newVectors);
    if (model !== undefined && vectors.length > 0) void eviction.passagesAdded(tenantId, model, vectors);
  };
}
