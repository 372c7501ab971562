import { createClient, type RagfleetClient } from '@ragfleet/client';
import { join } from 'node:path';
import type { AppName, FaultRedis, FaultTenant } from '../fleet/contract.ts';
import { startFaultRedis } from '../fleet/fault-redis.ts';
import { createFleetProcesses, type FleetProcesses } from '../fleet/fleet-processes.ts';
import type { WebhookReceiver } from '../fleet/webhook-receiver.ts';
import type { Say } from './contract.ts';

/** What a fleet lives on: gone with it, and given back by a restore. */
export interface DrillPlaces {
  /** The folders of both Redis servers and of the audit log are in it. */
  readonly dir: string;
  readonly databaseUrl: string;
  /** In a vault, apart from everything that is backed up. */
  readonly masterKey: string;
}

export interface DrillFleet {
  readonly queue: FaultRedis;
  readonly processes: FleetProcesses;
  client(tenant: FaultTenant): RagfleetClient;
  start(...apps: AppName[]): Promise<void>;
  end(app: AppName): Promise<void>;
  /** Every process and server at once, as a lost machine ends them. */
  kill(): Promise<void>;
}

const MAX_MEMORY_MB = 256;
const END_MS = 20_000;

export const auditDirOf = (dir: string): string => join(dir, 'audit');
export const queueDirOf = (dir: string): string => join(dir, 'redis-queue');

/** Starts both servers, and no app yet. */
export async function openDrillFleet(
  { dir, databaseUrl, masterKey }: DrillPlaces,
  receiver: Pick<WebhookReceiver, 'host'>,
  say: Say,
): Promise<DrillFleet> {
  const redis = { dataDir: dir, maxMemoryMb: MAX_MEMORY_MB, say };
  const [queue, cache] = await Promise.all([
    startFaultRedis({ ...redis, role: 'queue' }),
    startFaultRedis({ ...redis, role: 'cache' }),
  ]);
  const ports = {
    queue: queue.port,
    cache: cache.port,
    database: Number(new URL(databaseUrl).port || '5432'),
    databaseUrl,
  };
  const processes = createFleetProcesses(ports, {
    RAGFLEET_ENV: 'development',
    RAGFLEET_MASTER_KEY: masterKey,
    AUDIT_DIR: auditDirOf(dir),
    EMBEDDING_MODEL: 'local',
    WEBHOOK_ALLOW_HOSTS: receiver.host,
    DEGRADATION_RULES: 'off',
    CACHE_BUDGET_MS: '1000',
    SHUTDOWN_GRACE_SECONDS: '5',
  });
  return {
    queue,
    processes,
    client: ({ apiKey }) => createClient({ url: processes.of('ingress-api')[0].url ?? '', apiKey }),
    start: async (...apps) => {
      await Promise.all(apps.map((app) => processes.start(app)));
    },
    end: async (app) => {
      await Promise.all(processes.of(app).map((process) => process.terminate(END_MS)));
    },
    kill: async () => {
      await Promise.all(processes.apps().map((app) => app.kill('SIGKILL')));
      await Promise.all([queue, cache].map((server) => server.kill()));
      await Promise.all([queue, cache].map((server) => server.stop()));
    },
  };
}
