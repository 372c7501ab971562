import type { Fault } from '@ragfleet/kernel';
import { createInMemoryPassages, type InMemoryPassages } from '@ragfleet/test-support';
import { expect } from 'vitest';
import type { DocumentOutcome } from '../ports/ingestions.ts';
import type { Embedder } from '../ports/models.ts';
import type { SearchScope, VectorIndex } from '../ports/passages.ts';
import type { IngestPorts, IngestResult } from './ingest-contract.ts';
import { createIngestDocuments } from './ingest-documents.ts';
import { createVectorUpkeep } from './pay-upkeep.ts';
import { createWordEmbedder, quietLogger } from './word-embedder.fixture.ts';

export const never = new AbortController().signal;
export const acme = 'acme';
export const scope: SearchScope = {
  access: { tenantId: acme, readsAll: true, namespaces: [], department: null },
  namespaces: null,
};

/** Ingestion over memory, and the steps that its tests repeat. */
export interface IngestBench {
  readonly passages: InMemoryPassages;
  readonly embedder: ReturnType<typeof createWordEmbedder>;
  /** Publications, moves of the change sequence and records, in order. */
  readonly log: string[];
  portsWith(over?: Partial<IngestPorts>): IngestPorts;
  over(changed: { embedder?: Embedder; vectorIndex?: VectorIndex }): Partial<IngestPorts>;
  accept(ingestionId: string, contents: Record<string, string>): void;
  ingest(
    ingestionId: string,
    changed?: Partial<IngestPorts>,
    isLastAttempt?: boolean,
    signal?: AbortSignal,
  ): Promise<IngestResult>;
  outcome(ingestionId: string, documentId: string): DocumentOutcome | null;
  /** Texts of passages near to the words; every vector that is found has a current passage. */
  find(text: string): Promise<string[]>;
  pay(): Promise<number>;
  /** Passages that have a vector, current or not. */
  vectorsOf(text: string): Promise<string[]>;
  failing(fault: Fault, isBad: (text: string) => boolean): Embedder;
}

export function createIngestBench(): IngestBench {
  const passages = createInMemoryPassages();
  const embedder = createWordEmbedder();
  const log: string[] = [];
  const portsWith = (over: Partial<IngestPorts> = {}): IngestPorts => ({
    catalogue: {
      ...passages,
      publishVersion: async (document, ...rest) => {
        const publication = await passages.publishVersion(document, ...rest);
        log.push(`publish ${document.documentId}`);
        return publication;
      },
      recordOutcomes: async (run, outcomes) => {
        log.push(`record ${outcomes.map(({ documentId }) => documentId).join()}`);
        await passages.recordOutcomes(run, outcomes);
      },
    },
    generations: [{ embedder, vectorIndex: passages }],
    changes: {
      advance: async (_tenant, namespaces) => void log.push(`advance ${namespaces.join()}`),
    },
    logger: quietLogger,
    ...over,
  });
  const over = (changed: { embedder?: Embedder; vectorIndex?: VectorIndex }): Partial<IngestPorts> => ({
    generations: [{ embedder, vectorIndex: passages, ...changed }],
  });

  const accept = (ingestionId: string, contents: Record<string, string>): void =>
    passages.accept(
      ingestionId,
      Object.entries(contents).map(([documentId, content]) => ({ tenantId: acme, documentId, content })),
    );
  const ingest = (
    ingestionId: string,
    changed: Partial<IngestPorts> = {},
    isLastAttempt = false,
    signal = never,
  ) => createIngestDocuments(portsWith(changed))({ tenantId: acme, ingestionId, isLastAttempt }, signal);
  const outcome = (ingestionId: string, documentId: string) =>
    passages.outcomeOf(acme, ingestionId, documentId);
  const find = async (text: string): Promise<string[]> => {
    const { vectors } = await createWordEmbedder().embed([text], 'query', never);
    const found = await passages.searchDense(scope, vectors[0] ?? new Float32Array(), 10, never);
    const current = await passages.readCurrent(
      scope,
      found.map(({ passageId }) => passageId),
      never,
    );
    expect(current).toHaveLength(found.length);
    return current.map(({ text: stored }) => stored);
  };
  const pay = () =>
    createVectorUpkeep({ store: passages, vectorIndexes: [passages], logger: quietLogger })(null, never);
  /** Passages that have a vector, current or not. */
  const vectorsOf = async (text: string): Promise<string[]> => {
    const { vectors } = await createWordEmbedder().embed([text], 'query', never);
    const found = await passages.searchDense(scope, vectors[0] ?? new Float32Array(), 100, never);
    return found.map(({ passageId }) => passageId);
  };
  const failing = (fault: Fault, isBad: (text: string) => boolean): Embedder => ({
    ...embedder,
    embed: (texts, purpose, signal) =>
      texts.some(isBad) ? Promise.reject(fault) : embedder.embed(texts, purpose, signal),
  });
  return { passages, embedder, log, portsWith, over, accept, ingest, outcome, find, pay, vectorsOf, failing };
}
