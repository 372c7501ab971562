import { emptyCosts } from '../../measure/compare-sides.ts';
import type { SideCosts } from '../../contract.ts';
import { cpuUsOf } from '../../fleet/process-meter.ts';
import type { AppFleet } from '../../fleet/start-app-fleet.ts';
import { inTurns } from '../../load/in-turns.ts';
import { type Asker, postQuery } from '../../load/post-query.ts';
import { submitBatch } from '../../load/submit-batch.ts';
import { DEFAULT_ADMISSION_LIMITS } from '@ragfleet/job-queue';
import { questionOf } from '../../model-double/question-mark.ts';

export interface RefusalCosts {
  readonly accepted: SideCosts;
  readonly refused: SideCosts;
}

const CONNECTIONS = 16;
const ACCEPTED = 202;
const REFUSED = 429;

/** Tenants that a measurement uses up: two for each round, and two to get warm. */
export const tenantsFor = (rounds: number): number => 2 * (rounds + 1);

/**
 * CPU of the ingress and its queue Redis for a submission that is accepted, and for one of a tenant that has as many
 * open queries as it may. Nobody works on the queries meanwhile, and every slice has a tenant of its own.
 */
export async function measureRefusals(
  fleet: AppFleet,
  { rounds, requests }: { readonly rounds: number; readonly requests: number },
): Promise<RefusalCosts> {
  const askers = fleet.tenants.map((tenant) => ({ url: fleet.url, tenant }));
  const accepted = emptyCosts();
  const refused = emptyCosts();
  // Round 0 counts for nothing: code and connections get warm.
  for (let round = 0; round <= rounds; round += 1) {
    const [fresh, full] = askers.slice(2 * round, 2 * round + 2);
    if (fresh === undefined || full === undefined) throw new Error('The fleet has too few tenants.');
    await fill(full);
    const slices = [
      { asker: fresh, status: ACCEPTED, costs: accepted },
      { asker: full, status: REFUSED, costs: refused },
    ];
    for (const { costs, ...slice } of round % 2 === 0 ? slices : slices.toReversed()) {
      const { cpuUs, wallUs } = await costOfSlice(fleet, { ...slice, requests });
      if (round === 0) continue;
      costs.cpuUs.push(cpuUs);
      costs.wallUs.push(wallUs);
    }
  }
  return { accepted, refused };
}

async function fill(asker: Asker): Promise<void> {
  const { openPerTenant } = DEFAULT_ADMISSION_LIMITS;
  const queries = Array.from({ length: openPerTenant }, (_, at) => bodyOf(at));
  const ids = await submitBatch(asker, queries);
  if (ids.length !== openPerTenant) throw new Error(`A tenant took ${ids.length} queries, not all.`);
}

const bodyOf = (at: number): object => ({ question: questionOf({ kind: 'north', at }), priority: 'normal' });

interface CostSlice {
  readonly asker: Asker;
  readonly requests: number;
  /** That each of them must be answered with. */
  readonly status: number;
}

interface SliceCost {
  readonly cpuUs: number;
  readonly wallUs: number;
}

async function costOfSlice(fleet: AppFleet, { asker, requests, status }: CostSlice): Promise<SliceCost> {
  const pids = [fleet.ingress.pid, fleet.queueRedisPid];
  const spent = async (): Promise<number> => (await Promise.all(pids.map(cpuUsOf))).reduce((a, b) => a + b);
  const before = await spent();
  const startedAtMs = performance.now();
  const numbers = Array.from({ length: requests }, (_, at) => at);
  const posted = await inTurns(numbers, CONNECTIONS, (at) => postQuery(asker, bodyOf(at)));
  const wallUs = (performance.now() - startedAtMs) * 1_000;
  const cpuUs = (await spent()) - before;
  const other = posted.find((one) => one.status !== status);
  if (other !== undefined) throw new Error(`Answered with ${other.status} where ${status} was due.`);
  return { cpuUs: cpuUs / requests, wallUs: wallUs / requests };
}
