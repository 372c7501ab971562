import { METRICS } from '@ragfleet/contracts';
import { openDocumentStore } from '@ragfleet/document-store';
import {
  createAnswerSettingsStore,
  createApiKeys,
  createIdentity,
  createRevocations,
  createTenants,
  createWebhookSecrets,
  type Identity,
  issuersOf,
} from '@ragfleet/identity';
import { createChangeSequence, type StartIngestionPorts } from '@ragfleet/job-queue';
import type { Clock } from '@ragfleet/kernel';
import { chooseEmbedder } from '@ragfleet/models';
import { connectPostgres, type Database, measurePostgres } from '@ragfleet/postgres-connection';
import { createDocumentChanges, createVectorUpkeep } from '@ragfleet/rag-core';
import { isElsewhere } from '@ragfleet/residency';
import { connectRedis, type Redis } from '@ragfleet/redis-connection';
import { createSealer } from '@ragfleet/sealing';
import { createMetrics, type Logger, type Service, type Tracing } from '@ragfleet/service-runtime';
import { parseAllowHosts } from '@ragfleet/webhook-delivery';
import type { Config } from './config.ts';
import { openCosts } from './open-costs.ts';
import type { RoutePorts } from './create-routes.ts';
import type { AuditTrail } from './http/audit-trail.ts';
import { openClock, type OpenClock } from './open-clock.ts';
import { createReadiness } from './readiness.ts';
import { openAuditing } from './open-auditing.ts';
import { openCache } from './open-cache.ts';
import { openDegradation } from './open-degradation.ts';
import { openGuard } from './open-guard.ts';
import { openQueues } from './open-queues.ts';
import { openTenants } from './open-tenants.ts';
import { openSearch } from './open-search.ts';
import { openVectors } from './open-vectors.ts';
import type { IngressMetrics } from './http/request-log.ts';
import { createWaitLimiter } from './http/wait-limiter.ts';
import { createListLimiter } from './http/list-limiter.ts';
import type { ListFeedbackPorts } from './routes/list-feedback.ts';
import type { BatchRoutePorts } from './routes/submit-batch.ts';
import type { SubmitRoutePorts } from './routes/submit-query.ts';
import { storeServices } from './store-services.ts';
import { tracedQueues } from './trace-queues.ts';

const DATABASE = { poolSize: 4, statementTimeoutMs: 10_000, name: 'ingress-api' };

/** All of them together hold at most half of what the bodies of requests may. */
const WAITS = { places: 512, perTenant: 128 };
/** The console's overview asks for three at once. What has waited for a second still has its own two. */
const WALKS = { places: 8, perTenant: 2, waiting: { places: 64, perTenant: 16 }, waitMs: 1_000 };

type SubmissionPorts = Pick<
  BatchRoutePorts & SubmitRoutePorts & ListFeedbackPorts & StartIngestionPorts,
  'callbackRules' | 'onItemFault' | 'onLateJob' | 'waits' | 'walks'
>;

export interface OpenPortsOptions {
  readonly logger: Logger;
  readonly tracing: Tracing;
  /** In place of that of the queue Redis. */
  readonly trustedClock: Clock | undefined;
}

export interface OpenPorts {
  readonly identity: Identity;
  readonly ports: RoutePorts;
  readonly auditTrail: AuditTrail;
  /** When all that was audited so far is where it is kept. Faults of the sink. */
  readonly auditSettled: (signal: AbortSignal) => Promise<void>;
  /** The connections behind them, in start order. */
  readonly services: readonly Service[];
}

/** Builds every adapter of this process. */
export async function openPorts(config: Config, options: OpenPortsOptions): Promise<OpenPorts> {
  const { logger, tracing } = options;
  const { PUBLIC_URL: publicUrl = null } = config;
  const sealer = createSealer(config.RAGFLEET_MASTER_KEY, config.RAGFLEET_MASTER_KEYS_OLD);
  const metrics = createMetrics(METRICS);
  const { redis, cacheRedis, database, fleetClock } = openConnections(config, { ...options, metrics });
  const store = await openDocumentStore({ database });
  const embedder = chooseEmbedder(config);
  const { breakers, guard } = openGuard(config, { redis, metrics, logger });
  const vectors = await openVectors(config, { database, embedder, metrics, guard, logger });
  const stores = { cacheRedis, database, sealer, metrics, logger };
  const searchStores = { ...stores, embedder, vectorIndex: vectors.vectorIndex, store, guard, tracing };
  const { eviction, ...cachePorts } = await openCache(config, stores);
  const changes = createChangeSequence({ redis });
  const tenants = createTenants({ redis, clock: fleetClock.clock });
  const apiKeys = createApiKeys({ redis, sealer, environment: config.RAGFLEET_ENV });
  const queues = openQueues(config, { sealer, tenants, logger, clock: fleetClock.clock });
  const auditing = openAuditing(config, { ...stores, redis, queryService: queues.queryService });
  const degradation = openDegradation(config, { ...stores, redis, audit: auditing.audit });
  const ports = {
    metrics,
    publicUrl,
    ...auditing.ports,
    store,
    ...tracedQueues(queues, tracing),
    documentChanges: createDocumentChanges({
      documents: store,
      upkeep: createVectorUpkeep({ store, vectorIndexes: vectors.maintained, logger }),
      changes,
      eviction,
      logger,
    }),
    searchPassages: openSearch(config, searchStores),
    breakers,
    ...openCosts({ config, redis, embeddingModel: embedder.model, logger, clock: fleetClock.clock }),
    revocations: createRevocations({ redis }),
    apiKeys,
    ...openTenants({ tenants, apiKeys, audit: auditing.audit, redis, sealer, clock: fleetClock.clock }),
    webhookSecrets: createWebhookSecrets({ redis, sealer }),
    ...cachePorts,
    ...degradation.ports,
    changes,
    answerSettings: createAnswerSettingsStore({ redis, sealer }),
    ...submissionPorts(config, logger),
    isReady: createReadiness({ redis }),
  };
  return {
    ports,
    ...auditing.trail,
    identity: createIdentity({ redis, sealer, tenants, issuers: issuersOf(config), region: config.REGION }),
    services: [
      ...storeServices({ ...ports, vectors, redis, cacheRedis, fleetClock }),
      auditing.service,
      degradation.service,
    ],
  };
}

const submissionPorts = (config: Config, logger: Logger): SubmissionPorts => ({
  callbackRules: {
    allowHosts: parseAllowHosts(config.WEBHOOK_ALLOW_HOSTS),
    isElsewhere: (host) => isElsewhere(host, config),
  },
  onItemFault: (error, { tenantId: tenant, requestId }) =>
    logger.error({ error, tenant, requestId }, 'question of a batch failed'),
  onLateJob: (error, { tenantId: tenant, ingestionId }) =>
    logger.warn({ error, tenant, ingestionId }, 'ingestion stored, its job comes later'),
  waits: createWaitLimiter(WAITS),
  walks: createListLimiter(WALKS),
});

interface OpenConnections {
  readonly redis: Redis;
  readonly cacheRedis: Redis;
  readonly database: Database;
  readonly fleetClock: OpenClock;
}

function openConnections(
  config: Config,
  { logger, trustedClock, metrics }: OpenPortsOptions & { readonly metrics: IngressMetrics },
): OpenConnections {
  const onError = (error: unknown): void => logger.warn({ error }, 'connection lost');
  const connection = { profile: 'fail-fast', name: 'ingress-api', onError } as const;
  const redis = connectRedis({ ...connection, url: config.QUEUE_REDIS_URL });
  const database = connectPostgres({ ...DATABASE, url: config.DATABASE_URL });
  measurePostgres(database, metrics);
  return {
    redis,
    // Not the cache profile: what is read and evicted here is asked for by a person, who can wait.
    cacheRedis: connectRedis({ ...connection, url: config.CACHE_REDIS_URL }),
    database,
    fleetClock: openClock(redis, trustedClock),
  };
}
