import { join } from 'node:path';
import type { ScalingPlan } from './autoscale/contract.ts';
import type { FleetSecrets } from './data-dir/fleet-secrets.ts';

/** Everything about one fleet that is decided before its first process starts. */
export interface FleetPlan {
  readonly dataDir: string;
  readonly redisBinary: string;
  readonly secrets: FleetSecrets;
  readonly ports: FleetPorts;
  /** How many query workers it starts with. */
  readonly workers: number;
  /** How many there are at most: each has a name, a port and a log of its own. */
  readonly maxWorkers: number;
  /** By what their number changes; null when it does not. */
  readonly scaling: ScalingPlan | null;
  /** What the processes inherit; the fleet's own variables go over it. */
  readonly environment: NodeJS.ProcessEnv;
}

export interface FleetPorts {
  readonly queueRedis: number;
  readonly cacheRedis: number;
  readonly store: number;
  readonly receiver: number;
  readonly ingress: number;
  readonly dashboard: number;
  /** Of every app that serves /healthz, /readyz and /metrics on a port of its own, by the process's name. */
  readonly operations: Readonly<Record<string, number>>;
}

export const queryWorkerNames = (workers: number): string[] =>
  Array.from({ length: workers }, (_, index) => `query-worker-${index + 1}`);

/** The processes with an operations port. The dashboard serves its probes on its own port. */
export const operatedNames = (workers: number): string[] => [
  'ingress-api',
  'batch-worker',
  'webhook-worker',
  ...queryWorkerNames(workers),
];

export const DASHBOARD_USER = 'operator';

export interface FleetPaths {
  readonly description: string;
  readonly secrets: string;
  readonly logOf: (name: string) => string;
  readonly queueRedis: string;
  readonly cacheRedis: string;
  readonly store: string;
  readonly audit: string;
}

/** Where things lie in the data folder. */
export const pathsIn = (dataDir: string): FleetPaths => ({
  description: join(dataDir, 'local.json'),
  secrets: join(dataDir, 'secrets.json'),
  logOf: (name: string) => join(dataDir, 'logs', `${name}.log`),
  queueRedis: join(dataDir, 'redis-queue'),
  cacheRedis: join(dataDir, 'redis-cache'),
  store: join(dataDir, 'store'),
  audit: join(dataDir, 'audit'),
});

const local = (scheme: string, port: number): string => `${scheme}://127.0.0.1:${port}`;

export type FleetAddresses = Readonly<
  Record<'ingress' | 'dashboard' | 'receiver' | 'queueRedis' | 'cacheRedis' | 'store', string>
>;

export const addressesOf = ({ ports }: FleetPlan): FleetAddresses => ({
  ingress: local('http', ports.ingress),
  dashboard: local('http', ports.dashboard),
  receiver: `${local('http', ports.receiver)}/webhooks`,
  queueRedis: local('redis', ports.queueRedis),
  cacheRedis: local('redis', ports.cacheRedis),
  store: `postgres://postgres@127.0.0.1:${ports.store}/postgres`,
});

/** The variables of every process of the fleet. What the user named in WEBHOOK_ALLOW_HOSTS stays allowed. */
export function fleetVariables(plan: FleetPlan): NodeJS.ProcessEnv {
  const addresses = addressesOf(plan);
  const allowed = [plan.environment['WEBHOOK_ALLOW_HOSTS'], `127.0.0.1:${plan.ports.receiver}`];
  return {
    // A dozen processes share this machine: a reply that is late has waited for the processor, not for the cache.
    CACHE_BUDGET_MS: '1000',
    ...plan.environment,
    QUEUE_REDIS_URL: addresses.queueRedis,
    CACHE_REDIS_URL: addresses.cacheRedis,
    DATABASE_URL: addresses.store,
    RAGFLEET_MASTER_KEY: plan.secrets.master_key,
    RAGFLEET_ENV: 'development',
    HOST: '127.0.0.1',
    // Below the grace that the supervisor itself gives before it kills.
    SHUTDOWN_GRACE_SECONDS: '10',
    PUBLIC_URL: addresses.ingress,
    WEBHOOK_ALLOW_HOSTS: allowed.filter((hosts) => hosts !== undefined && hosts !== '').join(','),
    AUDIT_DIR: pathsIn(plan.dataDir).audit,
    DASHBOARD_USER,
    DASHBOARD_PASSWORD: plan.secrets.dashboard_password,
  };
}
