import { type OwnedProcess, type ServerPorts, startAppProcess } from './app-process.ts';
import type { ProcessFinding } from '../history/contract.ts';
import type { AppName, AppProcess, StartAppOptions } from './contract.ts';

/** The processes of one fleet. */
export interface FleetProcesses {
  apps(): readonly AppProcess[];
  of(app: AppName): readonly [AppProcess, ...AppProcess[]];
  start(app: AppName, options?: StartAppOptions): Promise<AppProcess>;
  /** Thaws and reconnects what runs, ends what is beyond the standard set, starts what is missing of it. */
  mend(): Promise<void>;
  /** What came up since the last call. */
  takeFindings(): ProcessFinding[];
  stop(): Promise<void>;
}

/** What runs when nothing is broken. */
const STANDARD: readonly AppName[] = ['ingress-api', 'query-worker', 'query-worker', 'webhook-worker'];
const STOP_MS = 20_000;

export function createFleetProcesses(
  servers: ServerPorts,
  fleetVariables: Readonly<Record<string, string>>,
): FleetProcesses {
  let processes: readonly OwnedProcess[] = [];
  let started = 0;
  const running = (): OwnedProcess[] => processes.filter((process) => !process.hasEnded());

  const start: FleetProcesses['start'] = async (app, options = {}) => {
    started += 1;
    const process = await startAppProcess({
      ...options,
      app,
      name: `${app}-${started}`,
      servers,
      fleetVariables,
    });
    processes = [...processes, process];
    return process;
  };
  const takeFindings = (): ProcessFinding[] => {
    const findings = processes.flatMap((process) => process.takeFindings());
    processes = running();
    return findings;
  };
  return {
    apps: running,
    of: (app) => {
      const [first, ...others] = running().filter((process) => process.app === app);
      if (first === undefined) throw new Error(`No ${app} runs.`);
      return [first, ...others];
    },
    start,
    mend: async () => {
      for (const process of running()) {
        process.thaw();
        await Promise.all([process.queue, process.cache, process.database].map((proxy) => proxy.heal()));
      }
      const { surplus, missing } = compareToStandard(running());
      await Promise.all(surplus.map((process) => process.terminate(STOP_MS)));
      await Promise.all(missing.map((app) => start(app)));
    },
    takeFindings,
    stop: async () => {
      await Promise.all(running().map((process) => process.terminate(STOP_MS)));
    },
  };
}

/** A process that was started with variables of its own is no part of the standard set. */
function compareToStandard(running: readonly OwnedProcess[]): {
  readonly surplus: readonly OwnedProcess[];
  readonly missing: readonly AppName[];
} {
  const surplus = [...running];
  const missing: AppName[] = [];
  for (const app of STANDARD) {
    const at = surplus.findIndex((process) => process.app === app && process.isStandard);
    if (at === -1) missing.push(app);
    else surplus.splice(at, 1);
  }
  return { surplus, missing };
}
