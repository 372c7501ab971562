import type { BenchRow, RowOptions, RowReport } from '../../contract.ts';
import { LOADED_SLOTS, untilNoneIsOpen } from '../../fleet/loaded-fleet.ts';
import { meterCpu } from '../../fleet/process-meter.ts';
import { type AppFleet, type FleetProcess, startAppFleet, storeAtHand } from '../../fleet/start-app-fleet.ts';
import { loadDocumentsOf } from '../../load/load-documents.ts';
import { readOutcomes } from '../../load/read-outcomes.ts';
import { receiveWebhooks, type WebhookReceiver } from '../../load/receive-webhooks.ts';
import { waitUntil } from '../../load/wait-until.ts';
import type { DoublePace } from '../../model-double/contract.ts';
import {
  doubleVariables,
  type PacedDouble,
  startPacedDouble,
} from '../../model-double/start-paced-double.ts';
import { askSteadily, KIND, type SoakQuery } from './soak-queries.ts';
import { SOAK_NAME, type SoakFindings, reportSoak } from './soak-report.ts';
import { sampleMemory, watchMemory } from './watch-memory.ts';

const TENANTS = 5;
const QUERY_WORKERS = 2;
const WARM_UP_SECONDS = 10;
const QUICK_SECONDS = 20;
const WEBHOOKS_MS = 30_000;

/** One to three seconds, twelve pieces of three words, the first after three tenths of the time. */
const PACE: DoublePace = { takes: { p5Ms: 1_000, p95Ms: 3_000 }, pieces: 12, firstShare: 0.3 };

export interface SoakChoice {
  readonly minutes: number;
  readonly perSecond: number;
}

/** Part of row 14: the whole fleet under a steady load for so many minutes; every accepted query is looked at. */
export const soakRow = ({ minutes, perSecond }: SoakChoice): BenchRow => ({
  row: 14,
  name: SOAK_NAME,
  versions: () => ({}),
  run: async (options) => {
    await using stack = new AsyncDisposableStack();
    const double = await startPacedDouble();
    stack.defer(() => double.stop());
    await double.pace({ [KIND]: PACE });
    const receiver = await receiveWebhooks();
    stack.defer(() => receiver.stop());
    options.say('  starting a fleet …');
    const fleet = await startFleet(double, receiver, options);
    stack.defer(() => fleet.stop());
    const seconds = options.isQuick ? QUICK_SECONDS : minutes * 60;
    return await soak({ fleet, double, receiver, perSecond, seconds }, options);
  },
});

const startFleet = (double: PacedDouble, receiver: WebhookReceiver, { say }: RowOptions): Promise<AppFleet> =>
  startAppFleet({
    variables: { ...doubleVariables(double.url), ...LOADED_SLOTS, WEBHOOK_ALLOW_HOSTS: receiver.host },
    queryWorkers: QUERY_WORKERS,
    tenants: TENANTS,
    store: storeAtHand(),
    say,
  });

const processesOf = ({ fleet, double }: SoakStage): readonly FleetProcess[] => [
  ...fleet.apps.map(({ name, pid }) => ({ name: name.replace(/-\d$/, ''), pid })),
  ...fleet.stores,
  { name: 'model-double', pid: double.pid },
  { name: 'clients', pid: process.pid },
];

interface SoakStage {
  readonly fleet: AppFleet;
  readonly double: PacedDouble;
  readonly receiver: WebhookReceiver;
  readonly perSecond: number;
  readonly seconds: number;
}

async function soak(stage: SoakStage, { say }: RowOptions): Promise<RowReport> {
  const { fleet, double, receiver, perSecond, seconds } = stage;
  const askers = fleet.tenants.map((tenant) => ({ url: fleet.url, tenant }));
  await loadDocumentsOf(askers);
  const load = { perSecond, askers, callbackUrl: receiver.url };
  const pids = fleet.apps.map(({ pid }) => pid);
  const idle = await sampleMemory(pids);
  const warmUp = perSecond * WARM_UP_SECONDS;
  await askSteadily({ ...load, from: 0, count: warmUp });
  say(`  ${perSecond} queries a second for ${seconds} s, over ${TENANTS} tenants …`);
  const memory = watchMemory(pids);
  const spent = await meterCpu(processesOf(stage));
  const queries = await askSteadily({ ...load, from: warmUp, count: perSecond * seconds });
  memory.stop();
  // What is open beyond that is found when it is read again.
  await untilNoneIsOpen(fleet);
  const cpuUs = await spent();
  say('  reading every query again …');
  return reportSoak({
    queries,
    ...(await readEnds(queries, receiver)),
    cpuUs,
    providerMs: await double.times(),
    idle,
    memory: memory.samples,
    workers: fleet.queryWorkers.map(({ pid }) => pids.indexOf(pid)),
    perSecond,
    seconds,
    fleet: `Redis ${fleet.redisVersion}, ${storeAtHand()} PostgreSQL`,
  });
}

/** How every accepted query ended, and whether the ends were told that were to be. */
async function readEnds(
  queries: readonly SoakQuery[],
  receiver: WebhookReceiver,
): Promise<Pick<SoakFindings, 'accepted' | 'outcomes' | 'delivered' | 'undelivered'>> {
  const accepted = queries.filter((query): query is SoakQuery & { id: string } => query.id !== null);
  const outcomes = await readOutcomes(accepted);
  const toBeTold = accepted.filter(({ hasCallback }) => hasCallback);
  const missing = (): number => toBeTold.filter(({ id }) => !receiver.received.has(id)).length;
  await waitUntil(async () => missing() === 0, WEBHOOKS_MS);
  const undelivered = missing();
  return { accepted, outcomes, delivered: toBeTold.length - undelivered, undelivered };
}
