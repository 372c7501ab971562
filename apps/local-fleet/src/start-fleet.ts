import type { ScalableWorkers } from './autoscale/contract.ts';
import { keepScaling } from './autoscale/keep-scaling.ts';
import type { DataLock } from './data-dir/data-lock.ts';
import { saveSecrets } from './data-dir/fleet-secrets.ts';
import type { LocalDescription } from './data-dir/local-description.ts';
import { describeFleet } from './describe-fleet.ts';
import { addressesOf, type FleetPlan, pathsIn } from './fleet-plan.ts';
import { memoryMb } from './processes/memory.ts';
import { type Provisioned, provision } from './provision/provision.ts';
import { createPublisher } from './publish-fleet.ts';
import { superviseFleet, type SupervisedFleet } from './supervise-fleet.ts';

/** A fleet whose every process is up. */
export interface Fleet {
  readonly description: () => LocalDescription;
  /** How often a process ended by itself since the start. */
  readonly crashes: () => number;
  /** Throws when a process is down at this moment. */
  readonly requireAllUp: () => void;
  /** Of all processes, this one included. */
  readonly memoryMb: () => Promise<number>;
  /** Makes the query workers more and fewer as the plan says, until the run is aborted. */
  readonly keepScaling: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

export interface FleetRun {
  readonly plan: FleetPlan;
  readonly lock: DataLock;
  readonly say: (line: string) => void;
  /** Aborts when the fleet shall stop, or not come up after all. */
  readonly signal: AbortSignal;
  /** Wraps a part of the start, to show and time it. */
  readonly step: <Result>(name: string, work: () => Promise<Result>) => Promise<Result>;
}

/** Starts the stores, provisions the tenants, then starts the apps. When something fails, whatever had started is stopped. */
export async function startFleet(run: FleetRun): Promise<Fleet> {
  const { plan, signal, say } = run;
  let provisioned: Provisioned | null = null;
  const fleet = superviseFleet({ plan, say, onChange: () => void publisher.publish() });
  const describe = (made: Provisioned): LocalDescription =>
    describeFleet(plan, made, {
      names: fleet.names(),
      pids: { 'local-fleet': process.pid, ...fleet.pids() },
    });
  const publisher = createPublisher({
    dataDir: plan.dataDir,
    lock: run.lock,
    pids: () => Object.values(fleet.pids()),
    description: () => (provisioned === null ? null : describe(provisioned)),
    say,
  });
  const stop = async (): Promise<void> => {
    await fleet.stop();
    await publisher.withdraw();
  };
  // A stop while processes are starting ends their start at once.
  signal.addEventListener('abort', () => void fleet.stop(), { once: true });

  try {
    const made = await startProcesses(run, fleet);
    provisioned = made;
    await publisher.publish();
    return {
      description: () => describe(made),
      crashes: fleet.crashes,
      requireAllUp: fleet.requireAllUp,
      memoryMb: () => memoryMb([process.pid, ...Object.values(fleet.pids())]),
      keepScaling: () => scale(run, fleet.workers),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startProcesses(
  { plan, step, signal }: FleetRun,
  fleet: SupervisedFleet,
): Promise<Provisioned> {
  signal.throwIfAborted();
  await step('start Redis and the document store', () => fleet.startStores());
  const made = await step('provision tenants and people', () => provisionAndKeep(plan));
  signal.throwIfAborted();
  await step('start the apps', () => fleet.startApps(made.webhookSecrets));
  return made;
}

async function scale({ plan, say, signal }: FleetRun, workers: ScalableWorkers): Promise<void> {
  if (plan.scaling === null) return;
  await keepScaling({
    plan: plan.scaling,
    queueRedisUrl: addressesOf(plan).queueRedis,
    workers,
    say,
    signal,
  });
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
