import {
  type createOperationsServer,
  type Logger,
  NO_TRACING,
  openOperations,
  type Service,
  type Tracing,
} from '@ragfleet/service-runtime';
import { composeApp } from './compose-app.ts';
import type { Config } from './config.ts';
import { createEventStreams } from './http/event-stream.ts';
import { createHttpServer, type HttpServer } from './http/http-server.ts';

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
  const { HOST: host, PORT: port } = config;
  const stopping = new AbortController();
  const eventStreams = createEventStreams({ maxStreams: config.MAX_EVENT_STREAMS, logger });
  const { app, metrics, isReady, services } = await composeApp(config, {
    logger,
    eventStreams,
    stopping: stopping.signal,
    tracing,
  });
  const server = createHttpServer({ app, host, port, onStopping: () => stopping.abort() });
  const operations = openOperations({ config, tracing, metrics, logger, isReady });
  return {
    services: [...operations.watches, ...services, operations.server, server],
    server,
    operations: operations.server,
  };
}
