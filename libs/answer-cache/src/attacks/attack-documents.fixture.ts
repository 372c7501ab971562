import { canRead, systemClock } from '@ragfleet/kernel';
import {
  type AnswerPorts,
  DEFAULT_ANSWER_SETTINGS,
  type Embedder,
  FULL_SERVICE,
  type Passage,
  type SearchScope,
} from '@ragfleet/rag-core';

export type StoredPassage = Passage & { readonly tenantId: string };

const DIMENSION = 4;
/** All questions are near each other: what tells them apart has to be something else. */
const NEAR = Float32Array.of(1, 0, 0, 0);

export const embedder: Embedder = {
  model: 'local-near',
  dimension: DIMENSION,
  maxTextsPerRequest: 8,
  maxTokensPerRequest: 8_000,
  maxTokensPerText: 8_000,
  fusionWeight: 0,
  semanticThreshold: 0.95,
  embed: async (texts) => ({ vectors: texts.map(() => NEAR), tokens: 0 }),
};

/** Named as ingestion names them: 128 and 256 bits in hex. */
export function passage(tenantId: string, id: string, changes: Partial<StoredPassage> = {}): StoredPassage {
  const text = changes.text ?? `Everyone has 25 days of leave, says ${id}.`;
  return {
    tenantId,
    passageId: `p_${hexOf(id, 32)}`,
    documentId: `doc-${id}`,
    namespace: 'default',
    department: null,
    title: `Document ${id}`,
    source: null,
    headings: [],
    ordinal: 0,
    text,
    contentHash: hexOf(text, 64),
    ...changes,
  };
}

const hexOf = (text: string, length: number): string =>
  Buffer.from(text).toString('hex').padEnd(length, '0').slice(-length);

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

/** Documents in memory, found by the words that they share with a question; of what costs time, nothing is bounded. */
export function portsOver(
  documents: readonly StoredPassage[],
  region: string,
): Omit<AnswerPorts, 'models' | 'cache' | 'changes'> {
  const readable = ({ access, namespaces }: SearchScope): StoredPassage[] =>
    documents.filter(
      (one) => canRead(access, one) && (namespaces === null || namespaces.includes(one.namespace)),
    );
  return {
    embedder,
    keywordIndex: {
      searchKeyword: async (scope, query, limit) => {
        const wanted = new Set(wordsOf(query));
        return readable(scope)
          .map(({ passageId, text }) => ({
            passageId,
            score: wordsOf(text).filter((word) => wanted.has(word)).length,
          }))
          .filter(({ score }) => score > 0)
          .toSorted((one, two) => two.score - one.score)
          .slice(0, limit);
      },
    },
    vectorIndex: {
      name: 'none',
      searchDense: async () => [],
      upsert: async () => undefined,
      existing: async () => new Set<string>(),
      removePassages: async () => undefined,
      removeDocument: async () => undefined,
      relabelDocument: async () => undefined,
    },
    passageReader: {
      readCurrent: async (scope, ids) => {
        const current = readable(scope);
        return ids.flatMap((id) => current.find(({ passageId }) => passageId === id) ?? []);
      },
    },
    audit: { record: async () => undefined },
    telemetry: {
      span: () => undefined,
      foreignPassages: () => undefined,
      cacheDecision: () => undefined,
    },
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
    clock: systemClock,
    degradationLevel: async () => FULL_SERVICE,
    settings: {
      ...DEFAULT_ANSWER_SETTINGS,
      // A busy machine is no attack.
      cache: { ...DEFAULT_ANSWER_SETTINGS.cache, budgetMs: 10_000, region },
    },
  };
}
