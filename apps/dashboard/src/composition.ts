import { createIdentity, createIsOperatorKey } from '@ragfleet/identity';
import { createBullBoardQueues } from '@ragfleet/job-queue';
import { HOUR_MS, MINUTE_MS, systemClock } from '@ragfleet/kernel';
import { closeRedis, connectRedis, type Redis } from '@ragfleet/redis-connection';
import { createSealer, type Sealer } from '@ragfleet/sealing';
import { createEventLoopMonitor, type Logger, type Service } from '@ragfleet/service-runtime';
import type { Config } from './config.ts';
import { createCsrfTokens } from './http/cross-site.ts';
import { createDashboard } from './http/create-dashboard.ts';
import { createHttpService } from './http/listen.ts';
import { openService } from './service/open-service.ts';
import { createCredentialChecks } from './sign-in/credentials.ts';
import { createFailedAttempts } from './sign-in/failed-attempts.ts';
import { createSessions } from './sign-in/sessions.ts';

export interface Composition {
  readonly services: readonly Service[];
  /** The port it listens on once it has started. */
  port(): number;
}

/** Everything of this process, in start order. */
export async function compose(config: Config, logger: Logger): Promise<Composition> {
  const redisUrl = config.QUEUE_REDIS_URL;
  const sealer = createSealer(config.RAGFLEET_MASTER_KEY, config.RAGFLEET_MASTER_KEYS_OLD);
  const redis = connectRedis({ url: redisUrl, profile: 'fail-fast', name: 'dashboard' });
  const queues = await createBullBoardQueues({ redisUrl, isReadOnly: config.DASHBOARD_READ_ONLY });
  const service = openService(config, { redis, sealer, logger });
  const eventLoop = createEventLoopMonitor({ logger });
  const dashboard = createDashboard({
    isLive: () => eventLoop.isLive(),
    queues,
    service: service.ports,
    isReadOnly: config.DASHBOARD_READ_ONLY,
    isSecure: config.RAGFLEET_ENV === 'production',
    trustProxyHops: config.TRUSTED_PROXY_HOPS,
    csrf: createCsrfTokens(sealer),
    auditAction: service.auditAction,
    ...openSignIn(config, redis, sealer),
    logger,
  });
  const http = createHttpService(dashboard, { host: config.HOST, port: config.PORT });
  return {
    services: [
      eventLoop,
      { name: 'queue-redis', start: () => Promise.resolve(), stop: (graceMs) => closeRedis(redis, graceMs) },
      service.audit,
      service.deliveries,
      { name: 'queues', start: () => Promise.resolve(), stop: () => queues.close() },
      http,
    ],
    port: () => http.port(),
  };
}

type SignIn = Pick<
  Parameters<typeof createDashboard>[0],
  'sessions' | 'sessionTtlMs' | 'failedAttempts' | 'credentials'
>;

/** Who may come in, and how long they stay. */
function openSignIn(config: Config, redis: Redis, sealer: Sealer): SignIn {
  const sessionTtlMs = config.DASHBOARD_SESSION_HOURS * HOUR_MS;
  const identity = createIdentity({ redis, sealer, region: config.REGION });
  const credentials = createCredentialChecks({
    user: config.DASHBOARD_USER,
    password: config.DASHBOARD_PASSWORD ?? null,
    authenticate: (authorization) => identity.authenticate(authorization),
    isOperatorKey: createIsOperatorKey(redis),
    sealer,
  });
  return {
    sessionTtlMs,
    sessions: createSessions({
      redis,
      ttlMs: sessionTtlMs,
      idleMs: config.DASHBOARD_IDLE_MINUTES * MINUTE_MS,
      isInForce: (mark) => credentials.isInForce(mark),
      clock: systemClock,
    }),
    failedAttempts: createFailedAttempts(),
    credentials,
  };
}
