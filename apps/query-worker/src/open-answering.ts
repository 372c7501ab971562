import { createEmbeddingCache } from '@ragfleet/answer-cache';
import { openAuditLog } from '@ragfleet/audit-log';
import { createBudgets, createCallLedger } from '@ragfleet/cost-ledger';
import { createChangeSequence } from '@ragfleet/job-queue';
import type { Clock } from '@ragfleet/kernel';
import { chooseReranker } from '@ragfleet/models';
import {
  type AnswerQuestion,
  createAnswerQuestion,
  createEmbedQuery,
  type Embedder,
} from '@ragfleet/rag-core';
import { createRetryBudgets, guardEmbedder, guardReranker, guardVectorIndex } from '@ragfleet/resilience';
import type { Sealer } from '@ragfleet/sealing';
import type { Logger, Service, Tracing } from '@ragfleet/service-runtime';
import type { Config } from './config.ts';
import { openAnswerCache } from './open-answer-cache.ts';
import { openLevels } from './open-levels.ts';
import { openPiiFinder } from './open-pii-finder.ts';
import type { OpenStores } from './open-stores.ts';
import { type Guard, openAnswerModels } from './resilient-ports.ts';
import { answerSettings } from './settings.ts';
import { createTelemetry, observeBudgets, type WorkerMetrics } from './telemetry.ts';
import { tracedEmbedder, tracedReranker, tracedVectorIndex } from './tracing/traced-ports.ts';

export interface OpenAnsweringOptions {
  /** The embedder without its breaker. */
  readonly chosen: Embedder;
  readonly stores: OpenStores;
  readonly sealer: Sealer;
  readonly metrics: WorkerMetrics;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly tracing: Tracing;
}

export interface OpenAnswering {
  readonly answerQuestion: AnswerQuestion;
  readonly cacheStats: Awaited<ReturnType<typeof openAnswerCache>>['stats'];
  /** In start order. */
  readonly services: readonly Service[];
}

/** The pipeline on every adapter of this process. */
export async function openAnswering(
  config: Config,
  { chosen, stores, sealer, metrics, logger, clock, tracing }: OpenAnsweringOptions,
): Promise<OpenAnswering> {
  const { redis, cacheRedis, database, store } = stores;
  const guard: Guard = {
    config,
    rules: config,
    breakers: stores.breakers,
    budgets: createRetryBudgets(),
    maxRetries: config.MAX_RETRIES,
    tracing,
  };
  const embedder = guardEmbedder(tracedEmbedder(chosen, tracing), guard);
  const book = { redis, nowMs: () => clock.nowMs() };
  const callLedger = createCallLedger(book);
  const { models, prices } = openAnswerModels(guard, embedder, callLedger);
  const answers = await openAnswerCache(config, { cacheRedis, database, sealer, logger, metrics });
  const { audit, service: auditService } = openAuditLog(config, { redis, sealer, metrics, logger });
  const levels = openLevels(config, { redis, metrics, logger, clock });

  const answerQuestion = createAnswerQuestion({
    embedder,
    embedQuery: createEmbedQuery({ embedder, cache: createEmbeddingCache({ redis: cacheRedis, sealer }) }),
    models,
    settings: answerSettings(config, prices),
    keywordIndex: store,
    passageReader: store,
    vectorIndex: guardVectorIndex(tracedVectorIndex(stores.vectors, tracing), embedder.model, guard),
    ...guardReranker(tracedReranker(chooseReranker(config), tracing), guard),
    ...openPiiFinder(config, metrics),
    cache: answers.cache,
    changes: createChangeSequence({ redis }),
    budgets: observeBudgets(createBudgets(book), metrics),
    callLedger,
    telemetry: createTelemetry(metrics, tracing),
    ...levels.ports,
    audit,
    logger,
    clock,
  });
  return {
    answerQuestion,
    cacheStats: answers.stats,
    services: [...answers.services, auditService, levels.service],
  };
}
