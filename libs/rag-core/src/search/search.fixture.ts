import { canRead } from '@ragfleet/kernel';
import { passage, type StoredPassage } from '../answer/answer-question.fixture.ts';
import type { Embedder, Reranker } from '../ports/models.ts';
import type { DenseCandidate, SearchScope } from '../ports/passages.ts';
import type { SearchMode, SearchPorts, SearchResult } from './search-contract.ts';
import { createSearchPassages } from './search-passages.ts';

export const SCOPE: SearchScope = {
  access: { tenantId: 'acme', readsAll: false, namespaces: ['default'], department: null },
  namespaces: null,
};

const embedder: Embedder = {
  model: 'local-embedder',
  dimension: 2,
  maxTextsPerRequest: 8,
  maxTokensPerRequest: 8_000,
  maxTokensPerText: 8_000,
  fusionWeight: 0.5,
  semanticThreshold: 0.95,
  embed: async (texts) => ({ vectors: texts.map(() => Float32Array.of(1, 0)), tokens: 0 }),
};

export interface SearchBench {
  readonly ports: SearchPorts;
  readonly foreign: { tenantId: string; count: number; reason: string }[];
  readonly errors: object[];
  /** What the vector index answers: ids, best first, of the asking tenant unless they say otherwise. */
  dense: (string | DenseCandidate)[];
  search(options?: {
    query?: string;
    mode?: SearchMode;
    topK?: number;
    signal?: AbortSignal;
  }): Promise<SearchResult & { readonly ids: string[] }>;
}

/** The search over passages in memory: the keyword index finds them all in order, the authority checks their labels. */
export function searchBench(
  stored: readonly StoredPassage[],
  overrides: Partial<SearchPorts> = {},
): SearchBench {
  const found = stored.map(({ passageId }, at) => ({ passageId, score: stored.length - at }));
  const bench: Omit<SearchBench, 'ports' | 'search'> = { foreign: [], errors: [], dense: [] };
  const ports: SearchPorts = {
    embedder,
    keywordIndex: { searchKeyword: async (_scope, _query, limit) => found.slice(0, limit) },
    vectorIndex: {
      name: 'memory',
      searchDense: async () => bench.dense.map(toCandidate),
      upsert: async () => undefined,
      existing: async () => new Set<string>(),
      removePassages: async () => undefined,
      removeDocument: async () => undefined,
      relabelDocument: async () => undefined,
    },
    passageReader: {
      readCurrent: async (scope, ids) =>
        ids.flatMap((id) => stored.filter((one) => one.passageId === id && canRead(scope.access, one))),
    },
    telemetry: {
      span: () => undefined,
      foreignPassages: (tenantId, count, reason) => void bench.foreign.push({ tenantId, count, reason }),
    },
    logger: {
      info: () => undefined,
      warn: () => undefined,
      error: (fields) => void bench.errors.push(fields),
    },
    budgetsMs: { embedding: 50, source: 100, rerank: 50 },
    ...overrides,
  };
  const search: SearchBench['search'] = async (options = {}) => {
    const { query = 'leave', mode = 'hybrid', topK = 5, signal = new AbortController().signal } = options;
    const result = await createSearchPassages(ports)({ scope: SCOPE, query, mode, topK }, signal);
    return { ...result, ids: result.passages.map(({ passage: { passageId } }) => passageId) };
  };
  return Object.assign(bench, { ports, search });
}

const toCandidate = (one: string | DenseCandidate, at: number): DenseCandidate =>
  typeof one === 'string' ? { passageId: one, tenantId: 'acme', score: 1 - at / 10 } : one;

/** Passages `p1`, `p2`… with a text of their own, in the keyword index's order. */
export const passages = (count: number): StoredPassage[] =>
  Array.from({ length: count }, (_one, at) => passage(`p${at + 1}`, `Text number ${at + 1}.`));

/** A reranker that turns the order around; `rerank` replaces what it does. */
export function reversing(changes: Partial<Reranker> = {}): Reranker & { readonly shown: string[][] } {
  const shown: string[][] = [];
  const rerank: Reranker['rerank'] = async (_query, list) =>
    list.map(({ passageId }, at) => ({ passageId, score: (at + 1) / list.length }));
  const reranker: Reranker = { name: 'local-reversing', maxPassages: 10, rerank, ...changes };
  return {
    ...reranker,
    shown,
    rerank: (query, list, signal) => {
      shown.push(list.map(({ passageId }) => passageId));
      return reranker.rerank(query, list, signal);
    },
  };
}
