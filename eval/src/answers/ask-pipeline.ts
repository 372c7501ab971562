import { randomUUID } from 'node:crypto';
import { permissionsOf, systemClock, type TenantPrincipal } from '@ragfleet/kernel';
import type { PriceList } from '@ragfleet/pricing';
import {
  type AnswerModels,
  type AnswerOutcome,
  type AnswerPorts,
  createAnswerQuestion,
  DEFAULT_ANSWER_SETTINGS,
  NO_ANSWER_CACHE,
  type Question,
  type SearchPorts,
  FULL_SERVICE,
} from '@ragfleet/rag-core';
import type { DatasetQuery } from '../dataset/contract.ts';
import type { AskedQuestion } from '../metrics/answer-metrics.ts';
import { TENANT_ID } from '../stores/load-documents.ts';

/** Asks one query of the whole pipeline. */
export type AskPipeline = (query: DatasetQuery, signal: AbortSignal) => Promise<AskedQuestion>;

// What a query has that names nothing (api.md, POST /v1/queries).
const TOP_K = 5;
const NO_ANSWER = 'no-answer';
const NOTHING_SAID = { answer: '', citedDocuments: [], isRefused: false, confidence: 0 };

const reader: TenantPrincipal = {
  kind: 'tenant',
  tenantId: TENANT_ID,
  principalId: 'eval',
  keyId: 'eval',
  role: 'analyst',
  permissions: permissionsOf('analyst'),
  namespaces: [],
  department: null,
  lanes: ['normal'],
};

export interface AskedPipeline {
  readonly search: SearchPorts;
  readonly models: AnswerModels;
  readonly prices: PriceList;
}

/** The pipeline of the query worker; nothing is cached, so that every answer is written. */
export function createAskPipeline(pipeline: AskedPipeline): AskPipeline {
  const answerQuestion = createAnswerQuestion(answerPorts(pipeline));
  return async (query, signal) => {
    const startedMs = performance.now();
    const outcome = await answerQuestion(questionOf(query), { signal, emit: () => {} });
    return askedQuestion(query, outcome, performance.now() - startedMs);
  };
}

function answerPorts({ search, models, prices }: AskedPipeline): AnswerPorts {
  return {
    ...search,
    telemetry: { ...search.telemetry, cacheDecision: () => {} },
    models,
    cache: NO_ANSWER_CACHE,
    changes: { current: async () => ({}) },
    audit: { record: async () => {} },
    clock: systemClock,
    degradationLevel: async () => FULL_SERVICE,
    settings: { ...DEFAULT_ANSWER_SETTINGS, prices },
  };
}

const questionOf = ({ text }: DatasetQuery): Question => ({
  queryId: `q_${randomUUID()}`,
  principal: reader,
  text,
  history: [],
  namespaces: null,
  quality: 'standard',
  topK: TOP_K,
  model: null,
  sessionId: 'eval',
  cache: { mode: 'bypass', ttlSeconds: 0, semanticThreshold: null },
  changes: {},
  lane: 'normal',
  timesWaited: 0,
  mayWait: false,
  isWarming: false,
});

function askedQuestion(query: DatasetQuery, outcome: AnswerOutcome, durationMs: number): AskedQuestion {
  const { isAnswerable, answers, relevant } = query;
  // A question that the pipeline refuses to process is answered by nothing, and refused on other grounds.
  if (outcome.status !== 'succeeded') return { isAnswerable, answers, relevant, durationMs, ...NOTHING_SAID };
  const { answer, citations, warnings, confidence } = outcome.result;
  return {
    isAnswerable,
    answers,
    relevant,
    durationMs,
    answer,
    citedDocuments: citations.map(({ documentId }) => documentId),
    isRefused: warnings.includes(NO_ANSWER),
    confidence,
  };
}
