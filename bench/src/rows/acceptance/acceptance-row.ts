import type { BenchRow, RowOptions } from '../../contract.ts';
import { startAppFleet } from '../../fleet/start-app-fleet.ts';
import { floorVersion } from '../../floors.ts';
import { peerVersion } from '../../peers.ts';
import { pinApart } from '../../servers/pin-apart.ts';
import { ACCEPTANCE_NAME, reportAcceptance } from './acceptance-report.ts';
import { BODY_BYTES, type BodyBytes } from './door-bodies.ts';
import { startDoors } from './door-sides.ts';
import { type DoorCosts, measureDoors, tenantsFor } from './measure-doors.ts';

const FULL = { rounds: 9, tenantsARound: 2, requests: 950 };
const QUICK = { rounds: 4, tenantsARound: 2, requests: 950 };

/** As in production: every request is logged, and one trace in ten would be kept. */
const VARIABLES = { LOG_LEVEL: 'info', REQUESTS_PER_MINUTE_PER_ADDRESS: '10000000' };

/** Benchmark row 1: CPU of the ingress and of its queue Redis for one query that is accepted. */
export const acceptanceRow: BenchRow = {
  row: 1,
  name: ACCEPTANCE_NAME,
  versions: () => ({
    express: peerVersion('express'),
    fastify: peerVersion('fastify'),
    bullmq: floorVersion('bullmq'),
  }),
  run: async (options) => reportAcceptance(await measure(options)),
};

async function measure({ isQuick, say }: RowOptions): Promise<Parameters<typeof reportAcceptance>[0]> {
  const plan = isQuick ? QUICK : FULL;
  await using started = new AsyncDisposableStack();
  const tenants = BODY_BYTES.length * tenantsFor(plan);
  say('  starting an ingress …');
  const fleet = await startAppFleet({
    variables: VARIABLES,
    queryWorkers: 0,
    tenants,
    store: 'embedded',
    isIngressAlone: true,
    say,
  });
  started.defer(() => fleet.stop());
  started.defer(pinApart(fleet.queueRedisPid));
  const doors = await startDoors(fleet, started);
  const costs = new Map<BodyBytes, ReadonlyMap<string, DoorCosts>>();
  for (const [at, bytes] of BODY_BYTES.entries()) {
    say(
      `  ${plan.rounds} rounds of ${plan.tenantsARound * plan.requests} submissions of ${bytes} bytes to each side …`,
    );
    const own = fleet.tenants.slice(at * tenantsFor(plan), (at + 1) * tenantsFor(plan));
    costs.set(bytes, await measureDoors(fleet, doors, { ...plan, bytes, tenants: own }));
  }
  return { costs, redisVersion: fleet.redisVersion };
}
