export { readConfig } from './config/read-config.ts';
export { readFlags, wrongUse } from './config/read-flags.ts';
export {
  operationsPort,
  portNumber,
  processVariables,
  publicUrl,
  shutdownGraceSeconds,
  storeVariables,
  trustedProxyHops,
} from './config/variables.ts';
export { unknownVariables } from './config/unknown-variables.ts';
export { createFailpoints, type Failpoints, failpointVariables } from './failpoints/create-failpoints.ts';
export {
  createEventLoopMonitor,
  type EventLoopMonitor,
} from './lifecycle/event-loop-monitor.ts';
export { giveWay } from './lifecycle/give-way.ts';
export { openOperations } from './lifecycle/open-operations.ts';
export { openProcess } from './lifecycle/open-process.ts';
export { createOperationsServer, type OperationsServerOptions } from './lifecycle/operations-server.ts';
export { endProcess } from './lifecycle/end-process.ts';
export { type ExitCode, exitCodeOf, runCommand } from './lifecycle/run-command.ts';
export { runMain, type RunOptions, runServices } from './lifecycle/run-services.ts';
export { type Service, startServices, stopServices, withDeadline } from './lifecycle/services.ts';
export { createLogger, type Logger } from './logging/create-logger.ts';
export { createMetrics, type Metrics } from './metrics/create-metrics.ts';
export type {
  EndedStep,
  SpanAttributes,
  SpanKind,
  SpanStart,
  TraceSpan,
  Tracing,
} from './tracing/contract.ts';
export { NO_TRACING, openTracing } from './tracing/open-tracing.ts';
export { tracingVariables } from './tracing/tracing-variables.ts';
