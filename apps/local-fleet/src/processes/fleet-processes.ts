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

/** The apps but for the query workers, and the receiver of webhooks that stands in for a user's own. */
export function appProcesses(plan: FleetPlan, webhookSecrets: readonly string[]): ProcessSpec[] {
  const { ports } = plan;
  const receiver = {
    script: programHere('receiver-main.ts'),
    port: ports.receiver,
    maxHeapMb: 64,
    variables: { WEBHOOK_SECRETS: webhookSecrets.join(',') },
  };
  return [
    programProcess(plan, 'webhook-receiver', receiver),
    appProcess(plan, { app: 'webhook-worker', maxHeapMb: 192 }),
    appProcess(plan, { app: 'batch-worker', maxHeapMb: 384 }),
    appProcess(plan, { app: 'dashboard', port: ports.dashboard, maxHeapMb: 192 }),
    appProcess(plan, { app: 'ingress-api', port: ports.ingress, maxHeapMb: 256 }),
  ];
}

/** One of the query workers, with the port and the log of its name. */
export const queryWorkerProcess = (plan: FleetPlan, name: string): ProcessSpec =>
  appProcess(plan, { app: 'query-worker', name, maxHeapMb: 320 });

interface App {
  readonly app: string;
  /** The app's own name when there is one of it alone. */
  readonly name?: string;
  /** Where it serves its users; workers have none. */
  readonly port?: number;
  readonly maxHeapMb: number;
}

function appProcess(plan: FleetPlan, { app, name = app, port, maxHeapMb }: App): ProcessSpec {
  const operationsPort = plan.ports.operations[name];
  const variables = operationsPort === undefined ? {} : { OPERATIONS_PORT: String(operationsPort) };
  const isReady = (): Promise<boolean> => answersOk(`http://127.0.0.1:${operationsPort ?? port}/readyz`);
  return programProcess(plan, name, { script: programOf(app), port, maxHeapMb, variables, isReady });
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
