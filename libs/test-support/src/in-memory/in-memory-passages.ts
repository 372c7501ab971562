import type { KeywordIndex, Passage, PassageReader, PendingDocument, VectorIndex } from '@ragfleet/rag-core';
import { rankByBm25 } from './in-memory-bm25.ts';
import { createInMemoryCatalogue, type InMemoryCatalogue } from './in-memory-catalogue.ts';
import { createInMemoryVectorIndex, isInScope } from './in-memory-vectors.ts';

/** A document as a test hands it in; what it leaves out gets a plain default. */
export type NewDocument = Pick<PendingDocument, 'tenantId' | 'documentId' | 'content'> &
  Partial<Omit<PendingDocument, 'version'>>;

export interface InMemoryPassages extends KeywordIndex, VectorIndex, PassageReader, InMemoryCatalogue {}

/** The passage ports over plain maps, with the same promises as the real stores: for unit tests of the core. */
export function createInMemoryPassages(): InMemoryPassages {
  const catalogue = createInMemoryCatalogue();
  const passagesOf = (tenantId: string): Passage[] => catalogue.publishedPassages(tenantId);
  return {
    ...createInMemoryVectorIndex(),
    ...catalogue,
    async searchKeyword(scope, query, limit, signal) {
      signal.throwIfAborted();
      const passages = passagesOf(scope.access.tenantId);
      const readable = new Set(
        passages
          .filter((passage) => isInScope(scope, { ...passage, tenantId: scope.access.tenantId }))
          .map(({ passageId }) => passageId),
      );
      const texts = passages.map(({ passageId, title, headings, text }) => ({
        passageId,
        text: [title, ...headings, text].join(' '),
      }));
      return rankByBm25(texts, query, (passageId) => readable.has(passageId)).slice(0, limit);
    },
    async readCurrent(scope, passageIds, signal) {
      signal.throwIfAborted();
      const current = new Map(
        passagesOf(scope.access.tenantId).map((passage) => [passage.passageId, passage]),
      );
      return passageIds
        .map((passageId) => current.get(passageId))
        .filter((passage) => passage !== undefined)
        .filter((passage) => isInScope(scope, { ...passage, tenantId: scope.access.tenantId }));
    },
  };
}
