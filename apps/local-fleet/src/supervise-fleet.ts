import type { ScalableWorkers } from './autoscale/contract.ts';
import { createWorkerPool } from './autoscale/worker-pool.ts';
import { type FleetPlan, queryWorkerNames } from './fleet-plan.ts';
import { appProcesses, queryWorkerProcess, storeProcesses } from './processes/fleet-processes.ts';
import type { SupervisedProcess, SupervisorEvents } from './supervisor/contract.ts';
import { requireAllUp, type Stage, startStage, stopStages } from './supervisor/stages.ts';
import { supervise } from './supervisor/supervise.ts';

export interface SupervisedFleetOptions {
  readonly plan: FleetPlan;
  readonly say: (line: string) => void;
  /** A process came, came back, or went for good. */
  readonly onChange: () => void;
}

/** Every process of a fleet, kept up. */
export interface SupervisedFleet {
  /** Those that come and go; the others stay as they are. */
  readonly workers: ScalableWorkers;
  startStores(): Promise<void>;
  startApps(webhookSecrets: readonly string[]): Promise<void>;
  /** Of all of them, up or down. */
  names(): readonly string[];
  /** Of those that are up, by name. */
  pids(): Readonly<Record<string, number>>;
  /** How often a process ended by itself since the start. */
  readonly crashes: () => number;
  /** Throws when a process is down at this moment. */
  readonly requireAllUp: () => void;
  /** The apps first, then the stores. Nothing starts any more. */
  stop(): Promise<void>;
}

/** Above what the processes give themselves (SHUTDOWN_GRACE_SECONDS). */
const GRACE_MS = 12_000;

export function superviseFleet({ plan, say, onChange }: SupervisedFleetOptions): SupervisedFleet {
  let crashes = 0;
  const events: SupervisorEvents = {
    onCrash(name, exitCode, restartInMs) {
      crashes += 1;
      say(`${name} ended (${exitCode ?? 'signal'}); starting it again in ${restartInMs} ms`);
    },
    onUp: onChange,
  };
  const pool = createWorkerPool({
    names: queryWorkerNames(plan.maxWorkers),
    specOf: (name) => queryWorkerProcess(plan, name),
    events,
    graceMs: GRACE_MS,
    onGone: onChange,
  });
  let stores: readonly SupervisedProcess[] = [];
  let apps: readonly SupervisedProcess[] = [];
  const stages = (): readonly Stage[] => [stores, [...apps, ...pool.processes()]];
  const all = (): readonly SupervisedProcess[] => stages().flat();
  return {
    workers: pool,
    startStores() {
      stores = storeProcesses(plan).map((spec) => supervise(spec, events));
      return startStage(stores);
    },
    startApps(webhookSecrets) {
      apps = appProcesses(plan, webhookSecrets).map((spec) => supervise(spec, events));
      return startStage([...apps, ...pool.open(plan.workers)]);
    },
    names: () => all().map(({ name }) => name),
    pids: () => pidsOf(all()),
    crashes: () => crashes,
    requireAllUp: () => requireAllUp(stages()),
    stop() {
      pool.close();
      return stopStages(stages(), GRACE_MS);
    },
  };
}

function pidsOf(processes: readonly SupervisedProcess[]): Readonly<Record<string, number>> {
  const pids = processes.map((process) => [process.name, process.pid()] as const);
  return Object.fromEntries(pids.flatMap(([name, pid]) => (pid === null ? [] : [[name, pid]])));
}
