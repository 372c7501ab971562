import type { Logger } from '../logging/create-logger.ts';
import type { Metrics } from '../metrics/create-metrics.ts';
import type { Tracing } from '../tracing/contract.ts';
import { createEventLoopMonitor } from './event-loop-monitor.ts';
import { createOperationsServer } from './operations-server.ts';
import type { Service } from './services.ts';

export interface OperationsAddress {
  readonly HOST: string;
  readonly OPERATIONS_PORT: number;
}

export interface OpenOperationsOptions {
  readonly config: OperationsAddress;
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

/** A registry would go on measuring the runtime for as long as the process lives. */
const NO_METRICS = { render: () => Promise.resolve(''), contentType: 'text/plain', set: () => undefined };
/** It cuts its connections. */
const STOP_MS = 1_000;

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

/**
 * Answers the probes while `compose` builds what they ask for later: the process lives, and is not ready. A migration takes
 * as long as it takes, and a process that is taken for dead meanwhile would begin it anew.
 */
export async function composeProbed<Value>(
  { HOST: host, OPERATIONS_PORT: port }: OperationsAddress,
  compose: () => Value | Promise<Value>,
): Promise<Value> {
  const server = createOperationsServer({
    host,
    port,
    isLive: () => true,
    isReady: () => false,
    metrics: NO_METRICS,
  });
  await server.start();
  try {
    return await compose();
  } finally {
    await server.stop(STOP_MS);
  }
}
