import { createEmbeddingCache } from '@ragfleet/answer-cache';
import { METRICS } from '@ragfleet/contracts';
import { createBudgets, createCallLedger, createCostLedger } from '@ragfleet/cost-ledger';
import { createAnswerSettingsStore, createIdentity } from '@ragfleet/identity';
import { createChangeSequence, createLaneWorkers } from '@ragfleet/job-queue';
import { systemClock as clock } from '@ragfleet/kernel';
import { chooseEmbedder } from '@ragfleet/models';
import { createAnswerQuestion, createEmbedQuery } from '@ragfleet/rag-core';
import { createSealer } from '@ragfleet/sealing';
import { createMetrics, createOperationsServer, type Logger, type Service } from '@ragfleet/service-runtime';
import type { Config } from './config.ts';
import { openAnswerCache } from './open-answer-cache.ts';
import { openAudit } from './open-audit.ts';
import { openLevels } from './open-levels.ts';
import { openStores } from './open-stores.ts';
import { createQueryHandler } from './query-handler.ts';
import { guardEmbedder, guardVectorIndex, openAnswerModels, openReranker } from './resilient-ports.ts';
import { answerSettings, handlerDefaults, laneSlots } from './settings.ts';
import { createTelemetry, recordEnded } from './telemetry.ts';

/** Everything of this process, in start order. */
export async function compose(config: Config, logger: Logger): Promise<readonly Service[]> {
  const sealer = createSealer(config.RAGFLEET_MASTER_KEY);
  const metrics = createMetrics(METRICS);
  const chosen = chooseEmbedder(config);
  const stores = await openStores(config, chosen, { logger, metrics });
  const { redis, cacheRedis, database, store } = stores;
  const guard = { config, breakers: stores.breakers };
  const embedder = guardEmbedder(chosen, guard);
  const { models, prices } = openAnswerModels(guard, embedder, createCallLedger({ redis }));
  const answers = await openAnswerCache(config, { cacheRedis, database, sealer, logger, metrics });
  const { audit, auditService } = openAudit(config, sealer);
  const levels = openLevels(config, { redis, metrics, logger });

  const answerQuestion = createAnswerQuestion({
    embedder,
    embedQuery: createEmbedQuery({ embedder, cache: createEmbeddingCache({ redis: cacheRedis, sealer }) }),
    models,
    settings: answerSettings(config, prices),
    keywordIndex: store,
    passageReader: store,
    vectorIndex: guardVectorIndex(stores.vectors, embedder.model, guard),
    ...openReranker(guard),
    cache: answers.cache,
    changes: createChangeSequence({ redis }),
    budgets: createBudgets({ redis }),
    telemetry: createTelemetry(metrics),
    ...levels.ports,
    audit,
    logger,
    clock,
  });
  const handler = createQueryHandler({
    identity: createIdentity({ redis, sealer }),
    answerSettings: createAnswerSettingsStore({ redis, sealer }),
    answerQuestion,
    ledger: createCostLedger({ redis }),
    cacheStats: answers.stats,
    defaults: handlerDefaults(config),
    metrics,
    logger,
    clock,
  });
  const lanes = createLaneWorkers({
    redisUrl: config.QUEUE_REDIS_URL,
    slots: laneSlots(config),
    onEnded: (ended) => recordEnded(metrics, ended),
    sealer,
    handler,
    logger,
  });

  const { HOST: host, OPERATIONS_PORT: port } = config;
  const isReady = (): boolean => redis.status === 'ready';
  return [
    ...stores.services,
    ...answers.services,
    auditService,
    levels.service,
    { name: 'lanes', start: () => lanes.start(), stop: (graceMs) => lanes.drain(graceMs) },
    createOperationsServer({ host, port, isLive: () => lanes.isHealthy(), isReady, metrics }),
  ];
}
