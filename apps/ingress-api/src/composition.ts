import { LIMITS } from '@ragfleet/contracts';
import {
  createEventLoopMonitor,
  createOperationsServer,
  type Logger,
  NO_TRACING,
  type Service,
  type Tracing,
} from '@ragfleet/service-runtime';
import type { Config } from './config.ts';
import { createRoutes } from './create-routes.ts';
import { createBodyMemory } from './http/body-memory.ts';
import { createApp } from './http/create-app.ts';
import { createEventStreams } from './http/event-stream.ts';
import { createHttpServer, type HttpServer } from './http/http-server.ts';
import { createUploadPlaces } from './http/upload-places.ts';
import { openPorts } from './open-ports.ts';

/** Four document submissions of the largest size. */
const MAX_BODY_BYTES = 4 * LIMITS.documentsBodyBytes;
const UPLOADS = { places: 16, perTenant: 8 };

export interface Composition {
  /** In start order. */
  readonly services: readonly Service[];
  readonly server: HttpServer;
  readonly operations: ReturnType<typeof createOperationsServer>;
}

/** Everything of this process. */
export async function compose(
  config: Config,
  logger: Logger,
  { tracing = NO_TRACING }: { readonly tracing?: Tracing } = {},
): Promise<Composition> {
  const { HOST: host, PORT: port, OPERATIONS_PORT: operationsPort } = config;
  const { ports, auditTrail, identity, services } = await openPorts(config, logger, tracing);
  const { metrics, isReady } = ports;
  const stopping = new AbortController();
  const app = createApp({
    routes: createRoutes(ports),
    identity,
    eventStreams: createEventStreams({ maxStreams: config.MAX_EVENT_STREAMS, logger }),
    bodyMemory: createBodyMemory(MAX_BODY_BYTES),
    uploadPlaces: createUploadPlaces(UPLOADS),
    auditTrail,
    stopping: stopping.signal,
    tracing,
    logger,
    metrics,
    corsAllowOrigins: config.CORS_ALLOW_ORIGINS,
    requestsPerMinutePerAddress: config.REQUESTS_PER_MINUTE_PER_ADDRESS,
    trustedProxyHops: config.TRUSTED_PROXY_HOPS,
  });
  const server = createHttpServer({ app, host, port, onStopping: () => stopping.abort() });
  const eventLoop = createEventLoopMonitor({ metrics, logger });
  const operations = createOperationsServer({
    host,
    port: operationsPort,
    isLive: () => eventLoop.isLive(),
    isReady,
    metrics,
  });
  return {
    services: [tracing.service(logger), eventLoop, ...services, operations, server],
    server,
    operations,
  };
}
