import { Fault } from '@ragfleet/kernel';
import { ensureRedisBinary } from '@ragfleet/redis-server';
import { join, resolve } from 'node:path';
import type { ScalingPlan } from './autoscale/contract.ts';
import { readScalingPlan } from './autoscale/read-scaling-plan.ts';
import { type DataLock, takeDataLock } from './data-dir/data-lock.ts';
import { loadSecrets } from './data-dir/fleet-secrets.ts';
import { createPortClaims, type PortClaims } from './data-dir/port-claims.ts';
import { findFreePorts, preferPort, requirePort } from './data-dir/ports.ts';
import { type FleetPlan, type FleetPorts, operatedNames, pathsIn } from './fleet-plan.ts';
import type { Flags } from './flags.ts';

export interface PlanOptions {
  readonly flags: Flags;
  /** `.ragfleet` of the repository: the data folder when none is named, and where a private Redis is installed. */
  readonly homeDir: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
}

const DEFAULT_INGRESS_PORT = 8_080;
const MAX_SIDE_FLEETS = 9;
/** The two Redis servers, the store, the receiver, the ingress and the dashboard. */
const OWN_PORTS = 6;

/** Takes the data folder and its ports, which go back with the lock, and decides secrets and the Redis binary. */
export async function planFleet(options: PlanOptions): Promise<{ plan: FleetPlan; lock: DataLock }> {
  const { flags, homeDir, environment } = options;
  refuseRegion(environment);
  const scaling = flags.autoscale === null ? null : await readScalingPlan(flags.autoscale);
  const counts = workersOf(flags, scaling);
  const claims = createPortClaims();
  const { dataDir, lock } = await takeFolder(options);
  const release = async (): Promise<void> => {
    await claims.release();
    await lock.release();
  };
  try {
    const [redisBinary, secrets, ports] = await Promise.all([
      ensureRedisBinary({ installDir: join(homeDir, 'redis'), log: options.say }),
      loadSecrets(pathsIn(dataDir).secrets),
      choosePorts(claims, options, counts.maxWorkers),
    ]);
    return {
      plan: { dataDir, redisBinary, secrets, ports, ...counts, scaling, environment },
      lock: { ...lock, release },
    };
  } catch (error) {
    await release();
    throw error;
  }
}

function workersOf(
  { workers }: Flags,
  scaling: ScalingPlan | null,
): Pick<FleetPlan, 'workers' | 'maxWorkers'> {
  if (scaling === null) return { workers, maxWorkers: workers };
  const { minReplicaCount, maxReplicaCount } = scaling.scaled;
  return { workers: minReplicaCount, maxWorkers: maxReplicaCount };
}

/** Said once, before anything is started: each process would refuse it by itself. */
function refuseRegion({ REGION: region = '' }: NodeJS.ProcessEnv): void {
  if (region === '') return;
  throw new Fault(
    'invalid-input',
    'The fleet of one machine has no TLS between its processes, so it cannot keep to a REGION. Unset it here; docs/operations.md says how to run a fleet of a region.',
  );
}

async function takeFolder(options: PlanOptions): Promise<{ dataDir: string; lock: DataLock }> {
  const { flags, homeDir } = options;
  const wanted = resolve(flags['data-dir'] ?? homeDir);
  const lock = await takeDataLock(wanted);
  if (lock !== null) return { dataDir: wanted, lock };
  if (flags['data-dir'] === undefined && flags.command === 'demo') return takeSideFolder(options);
  throw new Fault(
    'conflict',
    `A fleet already runs with the data in ${wanted}. Its addresses are in ${pathsIn(wanted).description}. Stop it first, or give this one a folder of its own with --data-dir.`,
  );
}

/** A demo beside a running fleet gets data of its own. */
async function takeSideFolder({ homeDir, say }: PlanOptions): Promise<{ dataDir: string; lock: DataLock }> {
  for (let number = 2; number <= MAX_SIDE_FLEETS; number += 1) {
    const dataDir = join(homeDir, `fleet-${number}`);
    const lock = await takeDataLock(dataDir);
    if (lock === null) continue;
    say(`A fleet already runs here: this one keeps its data and its local.json in ${dataDir}`);
    return { dataDir, lock };
  }
  throw new Fault('conflict', `${MAX_SIDE_FLEETS} fleets run here already. Stop one first.`);
}

/** The published ports where somebody will come back to them; only free ones for a tour that ends. */
async function choosePorts(
  claims: PortClaims,
  { flags, say }: PlanOptions,
  maxWorkers: number,
): Promise<FleetPorts> {
  const names = operatedNames(maxWorkers);
  const [queueRedis = 0, cacheRedis = 0, store = 0, receiver = 0, ingress = 0, dashboard = 0, ...free] =
    await findFreePorts(claims, OWN_PORTS + names.length);
  const operations = Object.fromEntries(names.map((name, index) => [name, free[index] ?? 0]));
  const rest = { queueRedis, cacheRedis, store, receiver, operations };
  if (flags.port === undefined && flags.exit) return { ...rest, ingress, dashboard };
  const wanted = flags.port ?? DEFAULT_INGRESS_PORT;
  return {
    ...rest,
    ingress:
      flags.port === undefined
        ? await preferPort(claims, { name: 'ingress', port: wanted, fallback: ingress, say })
        : await requirePort(claims, flags.port),
    dashboard: await preferPort(claims, { name: 'dashboard', port: wanted + 1, fallback: dashboard, say }),
  };
}
