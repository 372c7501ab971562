import { systemClock } from '@ragfleet/kernel';
import { connectPostgres } from '@ragfleet/postgres-connection';
import { closeRedis, connectRedis, whenReady } from '@ragfleet/redis-connection';
import { requireResidency } from '@ragfleet/residency';
import {
  createLogger,
  readConfig,
  startServices,
  stopServices,
  withDeadline,
} from '@ragfleet/service-runtime';
import { composeApp } from '../compose-app.ts';
import { type Config, configSchema } from '../config.ts';
import type { LambdaIngress } from './create-lambda-handler.ts';
import { refuseEventStreams } from './refuse-event-streams.ts';

const PROBE_MS = 4_000;
const GRACE_MS = 1_000;
const NAME = 'ingress-api';

/**
 * The API without what only a process of its own has: listeners, the watch over the event loop, event streams. Faults:
 * invalid-input for the configuration, unavailable when a store does not answer.
 */
export async function openLambdaIngress(env: NodeJS.ProcessEnv): Promise<LambdaIngress> {
  const config = readConfig(configSchema, env);
  requireResidency(config);
  await probeStores(config);
  const logger = createLogger({ service: NAME, level: config.LOG_LEVEL });
  const stopping = new AbortController();
  const composed = await composeApp(config, {
    logger,
    eventStreams: refuseEventStreams,
    stopping: stopping.signal,
    // What is carried on by a monotonic clock may stand still while the container is frozen; Amazon keeps this one right.
    trustedClock: systemClock,
  });
  const { app, isReady, auditSettled, services } = composed;
  try {
    await startServices(services, logger, GRACE_MS);
  } catch (error) {
    // Also what was not started yet is connected.
    await stopServices(services, logger, GRACE_MS);
    throw error;
  }
  return {
    app,
    isReady,
    auditSettled,
    stop: (graceMs) => {
      stopping.abort();
      return stopServices(services, logger, graceMs);
    },
  };
}

/**
 * A process that cannot start ends, and its connections with it; a container goes on. So the stores are asked first,
 * over connections that are closed whatever they say, and nothing else is opened while one is away.
 */
async function probeStores(config: Config): Promise<void> {
  const redis = connectRedis({ url: config.QUEUE_REDIS_URL, profile: 'fail-fast', name: NAME });
  const pool = { poolSize: 1, statementTimeoutMs: PROBE_MS, name: NAME };
  const database = connectPostgres({ ...pool, url: config.DATABASE_URL });
  try {
    await whenReady(redis, PROBE_MS);
    await withDeadline(database.query('select 1'), PROBE_MS, 'The document store');
  } finally {
    await closeRedis(redis, GRACE_MS);
    await withDeadline(database.close(), GRACE_MS, 'Closing the document store').catch(() => undefined);
  }
}
