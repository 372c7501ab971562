import { atomicFile } from './data-dir/atomic-file.ts';
import type { DataLock } from './data-dir/data-lock.ts';
import { saveSecrets } from './data-dir/fleet-secrets.ts';
import type { LocalDescription } from './data-dir/local-description.ts';
import { addressesOf, DASHBOARD_USER, type FleetPlan, pathsIn } from './fleet-plan.ts';
import { appProcesses, storeProcesses } from './processes/fleet-processes.ts';
import { memoryMb } from './processes/memory.ts';
import { type Provisioned, provision } from './provision/provision.ts';
import type { ProcessSpec, SupervisorEvents } from './supervisor/contract.ts';
import { requireAllUp, type Stage, startStage, stopStagesOnce } from './supervisor/stages.ts';
import { supervise } from './supervisor/supervise.ts';

/** A fleet whose every process is up. */
export interface Fleet {
  readonly description: () => LocalDescription;
  /** How often a process ended by itself since the start. */
  readonly crashes: () => number;
  /** Throws when a process is down at this moment. */
  readonly requireAllUp: () => void;
  /** Of all processes, this one included. */
  readonly memoryMb: () => Promise<number>;
  readonly stop: () => Promise<void>;
}

export interface FleetRun {
  readonly plan: FleetPlan;
  readonly lock: DataLock;
  readonly say: (line: string) => void;
  /** Aborts when the fleet shall not come up after all. */
  readonly signal: AbortSignal;
  /** Wraps a part of the start, to show and time it. */
  readonly step: <Result>(name: string, work: () => Promise<Result>) => Promise<Result>;
}

const GRACE_MS = 12_000;

/** Starts the stores, provisions the tenants, then starts the apps. When something fails, whatever had started is stopped. */
export async function startFleet(run: FleetRun): Promise<Fleet> {
  const { plan, step } = run;
  const file = atomicFile(pathsIn(plan.dataDir).description);
  const stages: Stage[] = [];
  /** Set when everything is up: until then there is no local.json, and who sees one can use what it names. */
  let published: Provisioned | null = null;
  let publishing: Promise<void> = Promise.resolve();
  let crashes = 0;

  const pids = (): Record<string, number> => pidsOf(stages);
  const writeFiles = async (): Promise<void> => {
    await run.lock.remember(Object.values(pids()).filter((pid) => pid !== process.pid));
    if (published === null) return;
    await file.write(`${JSON.stringify(describe(plan, published, pids()), null, 2)}\n`);
  };
  const publish = (): Promise<void> => {
    publishing = publishing.then(writeFiles).catch((error: unknown) => {
      run.say(`local.json could not be written: ${String(error)}`);
    });
    return publishing;
  };
  const events: SupervisorEvents = {
    onCrash(name, exitCode, restartInMs) {
      crashes += 1;
      run.say(`${name} ended (${exitCode ?? 'signal'}); starting it again in ${restartInMs} ms`);
    },
    onUp: () => void publish(),
  };
  const startNext = async (specs: readonly ProcessSpec[]): Promise<void> => {
    run.signal.throwIfAborted();
    const stage = specs.map((spec) => supervise(spec, events));
    stages.push(stage);
    await startStage(stage);
  };
  const stopAll = stopStagesOnce(stages, GRACE_MS);
  const stop = async (): Promise<void> => {
    await stopAll();
    await publishing;
    await file.remove();
  };
  // A stop while the processes are starting ends the start at once.
  run.signal.addEventListener('abort', () => void stopAll(), { once: true });

  try {
    await step('start Redis and the document store', () => startNext(storeProcesses(plan)));
    const made = await step('provision tenants and people', () => provisionAndKeep(plan));
    await step('start the apps', () => startNext(appProcesses(plan, made.webhookSecrets)));
    published = made;
    await publish();
    return {
      description: () => describe(plan, made, pids()),
      crashes: () => crashes,
      requireAllUp: () => requireAllUp(stages),
      memoryMb: () => memoryMb(Object.values(pids())),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Of the processes that run, and of this one. */
function pidsOf(stages: readonly Stage[]): Record<string, number> {
  const children = stages.flat().map((child) => [child.name, child.pid()] as const);
  const alive = children.filter((entry): entry is [string, number] => entry[1] !== null);
  return Object.fromEntries([['local-fleet', process.pid] as const, ...alive]);
}

async function provisionAndKeep(plan: FleetPlan): Promise<Provisioned> {
  const provisioned = await provision(addressesOf(plan).queueRedis, plan.secrets);
  await saveSecrets(pathsIn(plan.dataDir).secrets, {
    ...plan.secrets,
    api_keys: { ...provisioned.apiKeys },
    other_tenant_api_keys: { ...provisioned.otherTenantApiKeys },
  });
  return provisioned;
}

function describe(
  plan: FleetPlan,
  made: Provisioned,
  pids: Readonly<Record<string, number>>,
): LocalDescription {
  const addresses = addressesOf(plan);
  return {
    ingress_url: addresses.ingress,
    dashboard_url: addresses.dashboard,
    api_keys: made.apiKeys,
    other_tenant_api_keys: made.otherTenantApiKeys,
    webhook_secret: made.webhookSecret,
    receiver_url: addresses.receiver,
    queue_redis_url: addresses.queueRedis,
    cache_redis_url: addresses.cacheRedis,
    postgres_url: addresses.store,
    dashboard_user: DASHBOARD_USER,
    dashboard_password: plan.secrets.dashboard_password,
    operations_urls: Object.fromEntries(
      Object.entries(plan.ports.operations).map(([name, port]) => [name, `http://127.0.0.1:${port}`]),
    ),
    pids,
  };
}
