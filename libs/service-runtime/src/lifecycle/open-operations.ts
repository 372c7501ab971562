import type { Logger } from '../logging/create-logger.ts';
import type { Metrics } from '../metrics/create-metrics.ts';
import type { Tracing } from '../tracing/contract.ts';
import { createEventLoopMonitor } from './event-loop-monitor.ts';
import { createOperationsServer } from './operations-server.ts';
import type { Service } from './services.ts';

export interface OpenOperationsOptions {
  readonly config: { readonly HOST: string; readonly OPERATIONS_PORT: number };
  readonly tracing: Tracing;
  readonly metrics: Metrics<'ready' | 'spansLost' | 'eventLoopDelaySeconds'>;
  readonly logger: Logger;
  readonly isReady: () => boolean | Promise<boolean>;
  /** False when a part of the process has stopped for ever: it is started anew. Left out where there is no such part. */
  readonly isHealthy?: () => boolean;
}

export interface Operations {
  /** Before every other service: they stop last, and so see and tell how those have stopped. */
  readonly watches: readonly Service[];
  /** Behind what the probes ask for. */
  readonly server: ReturnType<typeof createOperationsServer>;
}

/** How a process is watched: its traces, the delay of its event loop, and the port of its probes and metrics. */
export function openOperations(options: OpenOperationsOptions): Operations {
  const { config, tracing, metrics, logger, isReady, isHealthy = () => true } = options;
  const eventLoop = createEventLoopMonitor({ metrics, logger });
  const server = createOperationsServer({
    host: config.HOST,
    port: config.OPERATIONS_PORT,
    isLive: () => eventLoop.isLive() && isHealthy(),
    isReady,
    metrics,
  });
  return { watches: [tracing.service({ logger, metrics }), eventLoop], server };
}
