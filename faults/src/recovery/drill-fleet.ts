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
  /** Ends what waits on the fleet, when the drill is given up. */
  readonly signal: AbortSignal;
}

export interface DrillFleet {
  readonly signal: AbortSignal;
  readonly queue: FaultRedis;
  readonly processes: FleetProcesses;
  client(tenant: FaultTenant): RagfleetClient;
  /** When one does not come up the others are still awaited, so that all can be killed. */
  start(...apps: AppName[]): Promise<void>;
  end(app: AppName): Promise<void>;
  /** Every process and server at once, as a lost machine ends them. */
  kill(): Promise<void>;
}

const MAX_MEMORY_MB = 256;
const END_MS = 20_000;
/**
 * The receiver refuses for as long as the copying takes, and on a busy machine that is longer than the product's second
 * pause: the next one of 5 minutes would be in the backup. These last for two minutes, and none is longer than 48 s.
 */
const WEBHOOK_RETRY_SECONDS = '0,5,5,10,20,40,40,40';

export const auditDirOf = (dir: string): string => join(dir, 'audit');
export const queueDirOf = (dir: string): string => join(dir, 'redis-queue');

/** Starts both servers, and no app yet. */
export async function openDrillFleet(
  { dir, databaseUrl, masterKey, signal }: DrillPlaces,
  receiver: Pick<WebhookReceiver, 'host'>,
  say: Say,
): Promise<DrillFleet> {
  const redis = { dataDir: dir, maxMemoryMb: MAX_MEMORY_MB, say };
  await using undo = new AsyncDisposableStack();
  const queue = await startFaultRedis({ ...redis, role: 'queue' });
  undo.defer(() => queue.stop());
  const cache = await startFaultRedis({ ...redis, role: 'cache' });
  undo.defer(() => cache.stop());
  const ports = {
    queue: queue.port,
    cache: cache.port,
    database: Number(new URL(databaseUrl).port || '5432'),
    databaseUrl,
  };
  const processes = createFleetProcesses(ports, variablesFor({ dir, masterKey }, receiver));
  const servers = undo.move();
  return {
    signal,
    queue,
    processes,
    client: ({ apiKey }) => createClient({ url: processes.of('ingress-api')[0].url ?? '', apiKey }),
    start: async (...apps) => {
      signal.throwIfAborted();
      const outcomes = await Promise.allSettled(apps.map((app) => processes.start(app)));
      const failed = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failed !== undefined) throw failed.reason;
    },
    end: async (app) => {
      await Promise.all(processes.of(app).map((process) => process.terminate(END_MS)));
    },
    kill: async () => {
      await Promise.all(processes.apps().map((app) => app.kill('SIGKILL')));
      await Promise.all([queue, cache].map((server) => server.kill()));
      await servers.disposeAsync();
    },
  };
}

const variablesFor = (
  { dir, masterKey }: Pick<DrillPlaces, 'dir' | 'masterKey'>,
  { host }: Pick<WebhookReceiver, 'host'>,
): Readonly<Record<string, string>> => ({
  RAGFLEET_ENV: 'development',
  RAGFLEET_MASTER_KEY: masterKey,
  AUDIT_DIR: auditDirOf(dir),
  EMBEDDING_MODEL: 'local',
  WEBHOOK_ALLOW_HOSTS: host,
  WEBHOOK_RETRY_SECONDS,
  DEGRADATION_RULES: 'off',
  CACHE_BUDGET_MS: '1000',
  SHUTDOWN_GRACE_SECONDS: '5',
});
