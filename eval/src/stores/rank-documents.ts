import { Fault } from '@ragfleet/kernel';
import {
  createSearchPassages,
  type SearchMode,
  type SearchPorts,
  type SearchScope,
} from '@ragfleet/rag-core';
import type { Copies } from './copies.ts';
import { TENANT_ID } from './load-documents.ts';

/** Ids of documents, best first. */
export type RankDocuments = (query: string, signal: AbortSignal) => Promise<string[]>;

/** Enough passages for a hundred documents, unless most of them have several among the best. */
const PASSAGES_PER_QUERY = 200;

const everything: SearchScope = {
  access: { tenantId: TENANT_ID, readsAll: true, namespaces: [], department: null },
  namespaces: null,
};

/**
 * The product's search, its passages folded to documents: each stands where its best passage does, with the copies
 * that the search left out because it had their words already.
 */
export function createRankDocuments(ports: SearchPorts, mode: SearchMode, copies: Copies): RankDocuments {
  const searchPassages = createSearchPassages(ports);
  return async (query, signal) => {
    const request = { scope: everything, query, mode, topK: PASSAGES_PER_QUERY };
    const { passages, reasons } = await searchPassages(request, signal);
    // A search that worked around a failure is not the one that is measured.
    if (reasons.length > 0)
      throw new Fault(
        'unavailable',
        `The search ran degraded (${reasons.join(', ')}): no figure of it would be true.`,
      );
    return [
      ...new Set(passages.flatMap(({ passage: { documentId } }) => [documentId, ...copies(documentId)])),
    ];
  };
}
