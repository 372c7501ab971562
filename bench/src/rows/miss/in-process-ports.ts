import { METRICS } from '@ragfleet/contracts';
import type {
  AnswerCachePorts,
  AnswerModel,
  CallLedger,
  Embedder,
  Passage,
  Reranker,
  SearchPorts,
  Telemetry,
  VectorIndex,
} from '@ragfleet/rag-core';
import type { KeyedAnswerModel } from '@ragfleet/resilience';
import { createMetrics } from '@ragfleet/service-runtime';
import { hash } from 'node:crypto';
import type { Miss } from './miss-material.ts';

const DIMENSION = 1_536;
const MODEL_USAGE = { inputTokens: 900, outputTokens: 60 };
const BEST_SCORE = 0.9;

/** A vendor's model that answers at once, in one piece. */
export function createInstantModel(name: string, answer: string): KeyedAnswerModel {
  const model: AnswerModel = {
    name,
    contextWindowTokens: 128_000,
    async *answer() {
      yield { type: 'text', text: answer };
      yield { type: 'finish', reason: 'stop', usage: MODEL_USAGE };
    },
  };
  return { ...model, vendor: 'openai', forKey: () => model };
}

export function createInstantEmbedder(): Embedder {
  const vector = new Float32Array(DIMENSION).fill(1 / Math.sqrt(DIMENSION));
  return {
    model: 'text-embedding-3-small',
    dimension: DIMENSION,
    maxTextsPerRequest: 256,
    maxTokensPerRequest: 100_000,
    maxTokensPerText: 8_000,
    fusionWeight: 0.5,
    semanticThreshold: 0.95,
    embed: async (texts) => ({ vectors: texts.map(() => vector), tokens: 12 }),
  };
}

export const instantReranker: Reranker = {
  name: 'instant',
  maxPassages: 50,
  rerank: async (_query, passages) => passages.map(({ passageId, score }) => ({ passageId, score })),
};

export interface InstantSearch extends Pick<SearchPorts, 'keywordIndex' | 'passageReader'> {
  readonly vectorIndex: VectorIndex;
}

/** Both indexes find the passages of the miss, and the store has them as they are. */
export function createInstantSearch(miss: Miss): InstantSearch {
  const passages = new Map(missPassages(miss).map((passage) => [passage.passageId, passage] as const));
  const found = [...passages.keys()].map((passageId, at) => ({ passageId, score: BEST_SCORE - at / 10 }));
  return {
    keywordIndex: { searchKeyword: async () => found },
    passageReader: { readCurrent: async (_scope, ids) => ids.flatMap((id) => passages.get(id) ?? []) },
    vectorIndex: {
      name: 'instant',
      searchDense: async ({ access: { tenantId } }) => found.map((one) => ({ ...one, tenantId })),
      existing: async (_tenantId, ids) => new Set(ids),
      upsert: async () => undefined,
      removePassages: async () => undefined,
      removeDocument: async () => undefined,
      relabelDocument: async () => undefined,
    },
  };
}

/** The passages as a document store has them. */
export const missPassages = ({ passages }: Miss): Passage[] => passages.map(passageOf);

function passageOf({ title, text }: Miss['passages'][number], at: number): Passage {
  const digest = hash('sha256', text, 'hex');
  return {
    passageId: `p_${digest.slice(0, 32)}`,
    documentId: `policy-${at}`,
    namespace: 'default',
    department: null,
    title,
    source: null,
    headings: [],
    ordinal: at,
    text,
    contentHash: digest,
  };
}

/** A cache in which nothing is found and whose writes are taken at once. Sealing and servers have rows of their own. */
export function createMissingCache(): AnswerCachePorts {
  return {
    entries: {
      // By one call, as the cache makes its names: Node's Hash object would cost three times as much, and once more when it is collected.
      idOf: (tenantId, text) => hash('sha256', `${tenantId} ${text}`, 'base64url').slice(0, 22),
      read: async (_tenantId, ids) => ids.map(() => null),
      write: async () => undefined,
      replace: async () => false,
      remove: async () => 0,
      readRetrieval: async () => null,
      writeRetrieval: async () => undefined,
    },
    semantic: {
      name: 'instant',
      maxEntriesPerSpace: null,
      search: async () => [],
      add: async () => undefined,
      remove: async () => undefined,
      nearestOfTenant: async () => [],
    },
    flights: { join: async () => ({ role: 'leader', complete: async () => undefined }) },
    popularity: { record: async () => undefined },
    refreshes: { request: async () => undefined },
  };
}

export const openHandedLedger: CallLedger = {
  reserve: async () => ({
    settle: async () => undefined,
    leaveUnsettled: async () => undefined,
    release: async () => undefined,
  }),
};

/** Each step in the histogram of a worker, as its own telemetry puts it there, and to whoever listens. */
export function createStageTelemetry(onSpan: Telemetry['span'] = () => undefined): Telemetry {
  const metrics = createMetrics(METRICS);
  return {
    span: (stage, fromMs, toMs) => {
      metrics.observe('stageSeconds', { stage }, (toMs - fromMs) / 1_000);
      onSpan(stage, fromMs, toMs);
    },
    foreignPassages: () => undefined,
    cacheDecision: () => undefined,
  };
}
