import { LIMITS } from '@ragfleet/contracts';
import type { Clock } from '@ragfleet/kernel';
import { type Logger, NO_TRACING, type Service, type Tracing } from '@ragfleet/service-runtime';
import type { Express } from 'express';
import type { Config } from './config.ts';
import { createRoutes } from './create-routes.ts';
import { createBodyMemory } from './http/body-memory.ts';
import { createApp } from './http/create-app.ts';
import type { EventStreams } from './http/event-stream.ts';
import type { IngressMetrics } from './http/request-log.ts';
import { createUploadLimiter } from './http/upload-limiter.ts';
import { openPorts, type OpenPorts } from './open-ports.ts';

const KEPT_FOR_SMALL_BYTES = 4 * 1024 * 1024;
/** Four document submissions of the largest size, of a tenant two; and questions beside them. */
const BODIES = {
  maxBytes: 4 * LIMITS.documentsBodyBytes + KEPT_FOR_SMALL_BYTES,
  perTenantBytes: 2 * LIMITS.documentsBodyBytes + KEPT_FOR_SMALL_BYTES,
  keptForSmallBytes: KEPT_FOR_SMALL_BYTES,
  smallBytes: LIMITS.queryBodyBytes,
};
const UPLOADS = { places: 16, perTenant: 8 };

export interface ComposeAppOptions {
  readonly logger: Logger;
  readonly eventStreams: EventStreams;
  /** Aborts when whoever runs the app stops. */
  readonly stopping: AbortSignal;
  /** None where it is left out. */
  readonly tracing?: Tracing;
  /** Of a machine whose clock needs no other's; that of the queue Redis where it is left out. */
  readonly trustedClock?: Clock;
}

export interface ComposedApp extends Pick<OpenPorts, 'auditSettled'> {
  readonly app: Express;
  readonly metrics: IngressMetrics;
  readonly isReady: () => Promise<boolean>;
  /** The connections behind it, in start order. */
  readonly services: readonly Service[];
}

/** The API over its adapters, for whatever brings it requests. */
export async function composeApp(
  config: Config,
  { logger, eventStreams, stopping, tracing = NO_TRACING, trustedClock }: ComposeAppOptions,
): Promise<ComposedApp> {
  const { ports, auditTrail, auditSettled, identity, services } = await openPorts(config, {
    logger,
    tracing,
    trustedClock,
  });
  const { metrics, isReady } = ports;
  const app = createApp({
    routes: createRoutes(ports),
    identity,
    eventStreams,
    bodyMemory: createBodyMemory(BODIES),
    uploadLimiter: createUploadLimiter(UPLOADS),
    auditTrail,
    stopping,
    tracing,
    logger,
    metrics,
    corsAllowOrigins: config.CORS_ALLOW_ORIGINS,
    requestsPerMinutePerAddress: config.REQUESTS_PER_MINUTE_PER_ADDRESS,
    trustedProxyHops: config.TRUSTED_PROXY_HOPS,
  });
  return { app, metrics, isReady, auditSettled, services };
}
