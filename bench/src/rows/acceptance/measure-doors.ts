import type { SideCosts } from '../../contract.ts';
import { cpuUsOf } from '../../fleet/process-meter.ts';
import type { AppFleet } from '../../fleet/start-app-fleet.ts';
import { emptyCosts } from '../../measure/compare-sides.ts';
import { inTurns } from '../../load/in-turns.ts';
import { type Asker, postQuery } from '../../load/post-query.ts';
import { type BodyBytes, bodyOf } from './door-bodies.ts';
import type { DoorSide } from './door-sides.ts';

const CONNECTIONS = 50;
const ACCEPTED = 202;

export interface DoorPlan {
  readonly rounds: number;
  /** In each round, in turn: slices are of about a second, and a tenant may not have so many queries open. */
  readonly tenantsARound: number;
  /** Submissions of one tenant to one side in one round, fewer than a tenant may have open. */
  readonly requests: number;
}

/** Of a side: what its process and the queue Redis spent for it, and its process alone. */
export interface DoorCosts {
  readonly whole: SideCosts;
  readonly process: SideCosts;
}

type Growing = Record<keyof DoorCosts, { cpuUs: number[]; wallUs: number[] }>;

/** Tenants that a measurement uses up: those of each round, and of one to get warm. */
export const tenantsFor = ({ rounds, tenantsARound }: DoorPlan): number => (rounds + 1) * tenantsARound;

/**
 * CPU of the process and of the queue Redis for one submission that is accepted, side by side: interleaved, the order
 * rotated, after a round that counts for nothing. `tenants` are this measurement's own.
 */
export async function measureDoors(
  fleet: AppFleet,
  doors: readonly DoorSide[],
  plan: DoorPlan & { readonly bytes: BodyBytes; readonly tenants: AppFleet['tenants'] },
): Promise<ReadonlyMap<string, DoorCosts>> {
  const costs = new Map(
    doors.map(({ name }): [string, Growing] => [name, { whole: emptyCosts(), process: emptyCosts() }]),
  );
  const order = [...doors];
  for (let round = 0; round <= plan.rounds; round += 1) {
    const tenants = plan.tenants.slice(round * plan.tenantsARound, (round + 1) * plan.tenantsARound);
    for (const door of order) {
      const askers = tenants.map((tenant): Asker => ({ url: door.url, tenant }));
      const slice = await measureSlice(fleet, door, { ...plan, askers });
      if (round > 0) add(costs.get(door.name), slice);
    }
    order.push(...order.splice(0, 1));
  }
  return costs;
}

interface SliceCost {
  readonly processUs: number;
  readonly redisUs: number;
  readonly wallUs: number;
}

async function measureSlice(
  fleet: AppFleet,
  door: DoorSide,
  { askers, bytes, requests }: DoorPlan & { readonly askers: readonly Asker[]; readonly bytes: BodyBytes },
): Promise<SliceCost> {
  const pids = [door.pid, fleet.queueRedisPid];
  const before = await Promise.all(pids.map(cpuUsOf));
  const startedAtMs = performance.now();
  const asked = Array.from({ length: requests }, () => askers).flat();
  const posted = await inTurns(asked, CONNECTIONS, (asker, at) => postQuery(asker, bodyOf(at, bytes)));
  const wallUs = (performance.now() - startedAtMs) * 1_000;
  const after = await Promise.all(pids.map(cpuUsOf));
  const other = posted.find(({ status }) => status !== ACCEPTED);
  if (other !== undefined)
    throw new Error(`${door.name} answers with ${other.status}, not with ${ACCEPTED}.`);
  const [processUs = 0, redisUs = 0] = after.map((us, at) => (us - (before[at] ?? 0)) / asked.length);
  return { processUs, redisUs, wallUs: wallUs / asked.length };
}

function add(costs: Growing | undefined, { processUs, redisUs, wallUs }: SliceCost): void {
  costs?.whole.cpuUs.push(processUs + redisUs);
  costs?.process.cpuUs.push(processUs);
  for (const side of [costs?.whole, costs?.process]) side?.wallUs.push(wallUs);
}
