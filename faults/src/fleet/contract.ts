import type { Redis } from '@ragfleet/redis-connection';
import type { ModelDouble } from '@ragfleet/test-support';
import type { AuditFinding, ProcessFinding } from '../history/contract.ts';
import type { TcpProxy } from '../proxy/contract.ts';
import type { StoreProcess } from './store-process.ts';
import type { WebhookReceiver } from './webhook-receiver.ts';

/** The programs that a fleet is made of. */
export type AppName = 'ingress-api' | 'query-worker' | 'batch-worker' | 'webhook-worker' | 'dashboard';

export interface StartAppOptions {
  /** Over the fleet's own variables. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Of its heap, in megabytes. */
  readonly maxHeapMb?: number;
  /** False for a process that may end before it is ready. */
  readonly isAwaited?: boolean;
}

/** One process of one app, with a way of its own to each server, so that it can be cut off alone. */
export interface AppProcess {
  readonly app: AppName;
  /** Of the app and a number. */
  readonly name: string;
  readonly pid: number;
  /** Of its /healthz, /readyz and /metrics. */
  readonly operationsUrl: string;
  /** Of its API or its pages; null for a worker. */
  readonly url: string | null;
  /** Between it and the queue Redis. */
  readonly queue: TcpProxy;
  /** Between it and the cache Redis. */
  readonly cache: TcpProxy;
  /** Between it and the document store. */
  readonly database: TcpProxy;
  /** Resolves with its exit code, or null after a signal. */
  readonly exited: Promise<number | null>;
  /** The last lines that it wrote, oldest first. */
  log(): readonly string[];
  /** The value of one series of its metrics, by its name with labels; 0 when there is none. */
  metric(series: string): Promise<number>;
  isReady(): Promise<boolean>;
  /** Nothing is said to be wrong with a process that the harness itself has killed. */
  kill(signal: NodeJS.Signals): Promise<void>;
  /** SIGTERM, and its exit code; SIGKILL when it is still there after `limitMs`. */
  terminate(limitMs: number): Promise<number | null>;
  freeze(): void;
  thaw(): void;
}

/** A Redis that can be killed, frozen, filled and brought back with its data. */
export interface FaultRedis {
  /** Without a proxy: for the harness alone. */
  readonly url: string;
  readonly port: number;
  /** Where its data lies. */
  readonly dir: string;
  /** The program that it runs. */
  readonly binary: string;
  /** A connection of the harness, which survives restarts. */
  readonly admin: Redis;
  pid(): number;
  /** Sends it and waits until the process is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /**
   * On the same port with the same data. Resolves with the `performance.now()` of its first answer; throws when it
   * refuses to start.
   */
  restart(): Promise<number>;
  freeze(): void;
  thaw(): void;
  isRunning(): boolean;
  stop(): Promise<void>;
}

/** A customer of the fleet with documents that name a word nobody else's do. */
export interface FaultTenant {
  readonly tenantId: string;
  readonly apiKey: string;
  /** In each of its documents, and so in each answer that rests on them. Nobody else may ever be sent it. */
  readonly canary: string;
}

/** What of a fleet its clients need, and whoever checks what they were told. */
export interface AskedFleet {
  /** Where it announces what has ended, and the harness reads what no reply shows. */
  readonly queue: Pick<FaultRedis, 'url' | 'admin'>;
  readonly receiver: WebhookReceiver;
  /** Two at least. */
  readonly tenants: readonly [FaultTenant, FaultTenant, ...FaultTenant[]];
  ingressUrl(): string;
  /** What its processes left behind so far, and does not say again. */
  findings(): Promise<FleetFindings>;
}

/** Real processes on private servers, each behind proxies that can be told to fail. */
export interface FaultFleet extends AskedFleet {
  readonly queue: FaultRedis;
  readonly cache: FaultRedis;
  readonly store: StoreProcess;
  readonly model: ModelDouble;
  readonly operatorKey: string;
  /** Where the servers and the audit log keep what is theirs. */
  readonly dataDir: string;
  /** What the processes are started with. */
  readonly variables: Readonly<Record<string, string>>;
  /** Every process that runs now. */
  apps(): readonly AppProcess[];
  /** Those of one app. Throws when there is none. */
  of(app: AppName): readonly [AppProcess, ...AppProcess[]];
  /** Starts one more. Resolves when it is ready, or when it runs where nobody waits for that. */
  start(app: AppName, options?: StartAppOptions): Promise<AppProcess>;
  /** Every server up, thawed and unlimited; every process of the standard set up and ready; no breaker open; the model as it was. */
  mend(): Promise<void>;
  /** Writes tenants, keys and webhook secrets into a queue Redis that has lost them. The keys stay as they were. */
  provisionAgain(): Promise<void>;
  stop(): Promise<void>;
}

export interface FleetFindings {
  readonly processes: readonly ProcessFinding[];
  readonly audit: readonly AuditFinding[];
}
