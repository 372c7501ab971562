import { fileURLToPath } from 'node:url';
import { type FleetPlan, fleetVariables, pathsIn } from '../fleet-plan.ts';
import type { ProcessSpec } from '../supervisor/contract.ts';
import { openLogFile } from '../supervisor/log-file.ts';
import { nodeProcess } from './node-process.ts';
import { answersOk, listensOn } from './ready-probes.ts';
import { redisProcess } from './redis-process.ts';

const QUEUE_MEMORY_MB = 256;
const CACHE_MEMORY_MB = 128;

const programOf = (app: string): string =>
  fileURLToPath(new URL(`../../../${app}/src/main.ts`, import.meta.url));
const programHere = (file: string): string => fileURLToPath(new URL(`../${file}`, import.meta.url));

/** The two Redis servers and the embedded store: what everything else needs. */
export function storeProcesses(plan: FleetPlan): ProcessSpec[] {
  const paths = pathsIn(plan.dataDir);
  const { ports, redisBinary: binary } = plan;
  const store = {
    script: programHere('embedded-store-main.ts'),
    port: ports.store,
    maxHeapMb: 192,
    variables: { STORE_DIR: paths.store },
    isReady: () => listensOn(ports.store),
  };
  return [
    redisProcess('redis-queue', {
      binary,
      dir: paths.queueRedis,
      role: 'queue',
      port: ports.queueRedis,
      maxMemoryMb: QUEUE_MEMORY_MB,
      logFile: paths.logOf('redis-queue'),
    }),
    redisProcess('redis-cache', {
      binary,
      dir: paths.cacheRedis,
      role: 'cache',
      port: ports.cacheRedis,
      maxMemoryMb: CACHE_MEMORY_MB,
      logFile: paths.logOf('redis-cache'),
    }),
    programProcess(plan, 'embedded-store', store),
  ];
}

/** The apps, and the receiver of webhooks that stands in for a user's own. */
export function appProcesses(plan: FleetPlan, webhookSecrets: readonly string[]): ProcessSpec[] {
  const { ports } = plan;
  const [ingressOperations, dashboardOperations, batch, webhook, ...queryWorkers] = ports.operations;
  const receiver = {
    script: programHere('receiver-main.ts'),
    port: ports.receiver,
    maxHeapMb: 64,
    variables: { WEBHOOK_SECRETS: webhookSecrets.join(',') },
  };
  return [
    programProcess(plan, 'webhook-receiver', receiver),
    appProcess(plan, 'webhook-worker', { operationsPort: webhook, maxHeapMb: 192 }),
    appProcess(plan, 'batch-worker', { operationsPort: batch, maxHeapMb: 384 }),
    ...queryWorkers.map((operationsPort, index) =>
      appProcess(plan, 'query-worker', { operationsPort, maxHeapMb: 320, name: `query-worker-${index + 1}` }),
    ),
    appProcess(plan, 'dashboard', {
      port: ports.dashboard,
      operationsPort: dashboardOperations,
      maxHeapMb: 192,
    }),
    appProcess(plan, 'ingress-api', {
      port: ports.ingress,
      operationsPort: ingressOperations,
      maxHeapMb: 256,
    }),
  ];
}

interface App {
  readonly name?: string;
  /** Where it serves its users; workers have none. */
  readonly port?: number;
  readonly operationsPort: number | undefined;
  readonly maxHeapMb: number;
}

function appProcess(plan: FleetPlan, app: string, options: App): ProcessSpec {
  const readyPort = options.port ?? options.operationsPort;
  return programProcess(plan, options.name ?? app, {
    script: programOf(app),
    port: options.port,
    maxHeapMb: options.maxHeapMb,
    variables: { OPERATIONS_PORT: String(options.operationsPort ?? 0) },
    isReady: () => answersOk(`http://127.0.0.1:${readyPort}/readyz`),
  });
}

interface Program {
  readonly script: string;
  readonly port: number | undefined;
  readonly maxHeapMb: number;
  readonly variables: NodeJS.ProcessEnv;
  readonly isReady?: () => Promise<boolean>;
}

function programProcess(plan: FleetPlan, name: string, program: Program): ProcessSpec {
  const port = program.port === undefined ? {} : { PORT: String(program.port) };
  return nodeProcess({
    name,
    script: program.script,
    environment: { ...fleetVariables(plan), ...port, ...program.variables },
    maxHeapMb: program.maxHeapMb,
    log: openLogFile(pathsIn(plan.dataDir).logOf(name)),
    isReady: program.isReady ?? (() => answersOk(`http://127.0.0.1:${program.port}/readyz`)),
  });
}
