import { METRICS } from '@ragfleet/contracts';
import { createCostLedger } from '@ragfleet/cost-ledger';
import { createAnswerSettingsStore, createIdentity, createTenants, issuersOf } from '@ragfleet/identity';
import { chooseEmbedder } from '@ragfleet/models';
import { createServerClock } from '@ragfleet/redis-connection';
import { createSealer } from '@ragfleet/sealing';
import {
  createMetrics,
  type Logger,
  NO_TRACING,
  openOperations,
  type Service,
  type Tracing,
} from '@ragfleet/service-runtime';
import type { Config } from './config.ts';
import { openAnswering } from './open-answering.ts';
import { openLanes } from './open-lanes.ts';
import { openStores } from './open-stores.ts';
import { createQueryHandler } from './query-handler.ts';
import { handlerDefaults } from './settings.ts';

/** Everything of this process, in start order. */
export async function compose(
  config: Config,
  logger: Logger,
  { tracing = NO_TRACING }: { readonly tracing?: Tracing } = {},
): Promise<readonly Service[]> {
  const sealer = createSealer(config.RAGFLEET_MASTER_KEY, config.RAGFLEET_MASTER_KEYS_OLD);
  const metrics = createMetrics(METRICS);
  const chosen = chooseEmbedder(config);
  const stores = await openStores(config, chosen, { logger, metrics });
  const { redis } = stores;
  // Deadlines are the fleet's: what this machine takes for the time must not end a question.
  const clock = createServerClock(redis);
  const answering = await openAnswering(config, { chosen, stores, sealer, metrics, logger, clock, tracing });
  const tenants = createTenants({ redis });
  const answer = createQueryHandler({
    identity: createIdentity({ redis, sealer, tenants, issuers: issuersOf(config), region: config.REGION }),
    answerSettings: createAnswerSettingsStore({ redis, sealer }),
    tenants,
    answerQuestion: answering.answerQuestion,
    ledger: createCostLedger({ redis, nowMs: () => clock.nowMs() }),
    cacheStats: answering.cacheStats,
    defaults: handlerDefaults(config),
    metrics,
    logger,
    clock,
  });
  const lanes = openLanes(config, { answer, sealer, metrics, logger, clock, tracing });
  const operations = openOperations({
    config,
    tracing,
    metrics,
    logger,
    isReady: () => redis.status === 'ready',
    isHealthy: () => lanes.isHealthy(),
  });
  return [
    ...operations.watches,
    ...stores.services,
    { name: 'fleet-clock', start: () => clock.start(), stop: async () => clock.stop() },
    ...answering.services,
    { name: 'lanes', start: () => lanes.start(), stop: (graceMs) => lanes.drain(graceMs) },
    operations.server,
  ];
}
