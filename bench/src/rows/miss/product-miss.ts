import { deadlineAt, permissionsOf, systemClock as clock, type TenantPrincipal } from '@ragfleet/kernel';
import { PRICE_LIST } from '@ragfleet/pricing';
import {
  type AnswerModel,
  type AnswerModels,
  type AnswerOutcome,
  type AnswerPorts,
  createAnswerQuestion,
  createEmbedQuery,
  DEFAULT_ANSWER_SETTINGS,
  meteredAnswerModel,
  NO_ANSWER_CACHE,
  type Question,
  type Telemetry,
  FULL_SERVICE,
} from '@ragfleet/rag-core';
import {
  type Breaker,
  createBreaker,
  resilientEmbedder,
  resilientKeyedModel,
  resilientReranker,
  resilientVectorIndex,
} from '@ragfleet/resilience';
import {
  createInstantEmbedder,
  createInstantModel,
  createInstantSearch,
  createMissingCache,
  createStageTelemetry,
  instantReranker,
  openHandedLedger,
} from './in-process-ports.ts';
import type { Miss } from './miss-material.ts';

const MAX_RETRIES = 3;
const DEADLINE_MS = 30_000;

/**
 * The pipeline as a worker composes it, on ports that answer at once: deadline, spans, breakers, retries, budget,
 * reservation, routing, cache, flight, audit. A function from a question to its answer's text; anything but a plain miss throws.
 */
export function createProductMiss(miss: Miss, onSpan?: Telemetry['span']): (text: string) => Promise<string> {
  const telemetry = createStageTelemetry(onSpan);
  const ports = { ...missPorts(miss, modelsOf(miss)), telemetry };
  return askedInTime(ports, { mode: 'default', isPlain: ({ cacheEntry }) => cacheEntry !== null });
}

/**
 * The same pipeline where a deployment leaves out what no peer does besides: cache, flight, reranker, and an audit of every
 * question. Deadline, spans, breakers, retries, budget, reservation, routing, both indexes and every guard stay.
 */
export function createBareMiss(miss: Miss, onSpan?: Telemetry['span']): (text: string) => Promise<string> {
  const telemetry = createStageTelemetry(onSpan);
  const { reranker: _reranker, ...ports } = missPorts(miss, modelsOf(miss));
  const settings = { ...ports.settings, auditsAllQueries: false };
  const bare = { ...ports, cache: NO_ANSWER_CACHE, settings, telemetry };
  return askedInTime(bare, { mode: 'bypass', isPlain: ({ cacheEntry }) => cacheEntry === null });
}

interface Asking {
  readonly mode: Question['cache']['mode'];
  readonly isPlain: (outcome: Extract<AnswerOutcome, { status: 'succeeded' }>) => boolean;
}

function askedInTime(ports: AnswerPorts, { mode, isPlain }: Asking): (text: string) => Promise<string> {
  const answerQuestion = createAnswerQuestion(ports);
  let asked = 0;
  return async (text) => {
    using deadline = deadlineAt(clock.nowMs() + DEADLINE_MS, clock);
    asked += 1;
    const question = missQuestion(text, asked);
    const outcome = await answerQuestion(
      { ...question, cache: { ...question.cache, mode } },
      { signal: deadline.signal, emit: () => undefined },
    );
    if (outcome.status !== 'succeeded' || !isPlain(outcome))
      throw new Error(`No plain miss: ${JSON.stringify(outcome)}`);
    return outcome.result.answer;
  };
}

/** What surrounds the pipeline, with these models. */
export function missPorts(miss: Miss, models: AnswerModels): AnswerPorts {
  const embedder = resilientEmbedder(createInstantEmbedder(), {
    breaker: breakerOf('embedding'),
    maxRetries: MAX_RETRIES,
  });
  const search = createInstantSearch(miss);
  return {
    ...search,
    embedder,
    embedQuery: createEmbedQuery({
      embedder,
      cache: { lookup: async () => null, store: async () => undefined },
    }),
    vectorIndex: resilientVectorIndex(search.vectorIndex, {
      breaker: breakerOf('vectors'),
      maxRetries: MAX_RETRIES,
    }),
    reranker: resilientReranker(instantReranker, { breaker: breakerOf('reranker') }),
    models,
    settings: DEFAULT_ANSWER_SETTINGS,
    cache: createMissingCache(),
    changes: { current: async () => ({ default: '1' }) },
    budgets: { current: async () => ({ limitUsd: 1_000, spentUsd: 1, action: 'degrade' }) },
    audit: { record: async () => undefined },
    telemetry: createStageTelemetry(),
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
    clock,
    degradationLevel: async () => FULL_SERVICE,
  };
}

function modelsOf({ answer }: Miss): AnswerModels {
  const metering = { ledger: openHandedLedger, prices: PRICE_LIST };
  const open = (name: string): AnswerModel => {
    const model = createInstantModel(name, answer);
    const metered = {
      ...meteredAnswerModel(model, metering),
      vendor: model.vendor,
      forKey: (apiKey: string) => meteredAnswerModel(model.forKey(apiKey), metering),
    };
    return resilientKeyedModel(metered, { breaker: breakerOf(name), maxRetries: MAX_RETRIES });
  };
  return { standard: open('gpt-4o-mini'), premium: open('gpt-4o'), fallbacks: [open('gpt-3.5-turbo')] };
}

const breakerOf = (name: string): Breaker => createBreaker({ name, consecutiveFailures: 3 });

const PRINCIPAL: TenantPrincipal = {
  kind: 'tenant',
  tenantId: 'bench',
  principalId: 'bench',
  keyId: 'bench',
  role: 'user',
  permissions: permissionsOf('user'),
  namespaces: ['default'],
  department: null,
  lanes: ['normal'],
};

/** A question of one caller, under an id of its own. */
export const missQuestion = (text: string, at: number): Question => ({
  queryId: `q_${at}`,
  principal: PRINCIPAL,
  text,
  history: [],
  namespaces: null,
  quality: 'standard',
  topK: 5,
  model: null,
  sessionId: 'bench',
  cache: { mode: 'default', ttlSeconds: 86_400, semanticThreshold: null },
  changes: { default: '1' },
  lane: 'normal',
  timesWaited: 0,
  mayWait: true,
  isWarming: false,
});
