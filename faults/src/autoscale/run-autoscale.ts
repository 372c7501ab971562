import type { Lane } from '@ragfleet/kernel';
import { seededNumbers } from '@ragfleet/test-support';
import { setTimeout as delay } from 'node:timers/promises';
import type { Accepted, Asking } from '../asking/contract.ts';
import { createAsking } from '../asking/create-asking.ts';
import { createHistoryRecorder } from '../history/record-history.ts';
import { collectHistory } from '../run/collect-history.ts';
import { type Plant, plantDefect } from '../run/plant-defect.ts';
import { watchSettled } from '../run/watch-settled.ts';
import { countJobs, type JobCounts, readRuns } from '../scenarios/query-records.ts';
import { waitFor } from '../scenarios/wait-for.ts';
import { ANSWER_MS, FULL_LOAD, LOAD_PHASES } from './load-phases.ts';
import { type AutoscaleReport, reportOf, type RunCounts } from './report-of.ts';
import { type ScaledFleet, startScaledFleet } from './start-scaled-fleet.ts';
import { isAlive, watchWorkers, type WorkerWatch } from './watch-workers.ts';

export interface AutoscaleOptions {
  readonly minutes: number;
  readonly plant: Plant | null;
  readonly say: (line: string) => void;
}

interface AskInPhases {
  readonly fleet: ScaledFleet;
  readonly asking: Asking;
  readonly say: (line: string) => void;
}

/** What was accepted, by lane. */
type AskedByLane = ReadonlyMap<Lane, readonly Accepted[]>;

const MAX_WORKERS = 6;
/** Half a minute of stabilization, six seconds for each worker that goes, and a busy machine. */
const SHRUNK_MS = 180_000;
const QUIESCE_MS = 120_000;
const SEED = 1;

/** The fleet of one machine under a load that rises and falls: what was accepted has to end well, whoever comes and goes. */
export async function runAutoscale({ minutes, plant, say }: AutoscaleOptions): Promise<AutoscaleReport> {
  say('starting a fleet that scales …');
  const fleet = await startScaledFleet(MAX_WORKERS);
  try {
    using watch = await watchWorkers(fleet.process);
    const history = createHistoryRecorder();
    const asking = createAsking(fleet, history);
    using settled = await watchSettled(fleet.queue, history);
    settled.begin();
    const startedAtMs = Date.now();
    const tell = (line: string): void => say(`${line} (${watch.workers()} workers)`);
    const asked = await askInPhases({ fleet, asking, say: tell }, minutes * 60_000);
    say('waiting until one worker is left …');
    const isOneAtEnd = await shrinksToOne(watch);
    if (plant !== null) await plantDefect(plant, { fleet, history, asking });
    const collected = await collectHistory({
      fleet,
      asking,
      history,
      startedAtMs,
      fromDelivery: 0,
      random: seededNumbers(SEED),
      quiesceMs: QUIESCE_MS,
      expectsLoss: false,
    });
    const runs = await countRuns(fleet, asked);
    watch[Symbol.dispose]();
    const exitCode = await fleet.process.stop();
    return reportOf({
      minutes,
      mostWorkers: MAX_WORKERS,
      isOneAtEnd,
      history: collected,
      runs,
      workers: watch.seen(),
      lines: fleet.process.lines(),
      logs: await fleet.logs(),
      exitCode,
      leftRunning: [...watch.pids()].filter(isAlive).length,
    });
  } finally {
    await fleet.stop();
  }
}

const shrinksToOne = (watch: WorkerWatch): Promise<boolean> =>
  waitFor('one worker is left', SHRUNK_MS, () => watch.workers() === 1).then(
    () => true,
    () => false,
  );

/** One phase after the other, without a gap, each lane by a tenant of its own. Resolves when each question has an outcome. */
async function askInPhases({ fleet, asking, say }: AskInPhases, wholeMs: number): Promise<AskedByLane> {
  fleet.model.pace({ firstTokenMs: ANSWER_MS });
  const outcomes: Promise<readonly [Lane, readonly Accepted[]]>[] = [];
  for (const { name, share, load } of LOAD_PHASES) {
    say(`${Math.round((share * wholeMs) / 1_000)} s of ${name}`);
    const loads = FULL_LOAD.map(({ lane, perSecond }, at) => {
      const tenant = fleet.tenants[at] ?? fleet.tenants[0];
      return { lane, asked: asking.keepAsking({ tenant, lane, perSecond: perSecond * load }) };
    });
    await delay(share * wholeMs);
    for (const { lane, asked } of loads) {
      const outcome = asked.stop().then((queries) => [lane, queries] as const);
      outcome.catch(() => undefined); // heard below
      outcomes.push(outcome);
    }
  }
  const asked = new Map<Lane, readonly Accepted[]>();
  for (const [lane, queries] of await Promise.all(outcomes))
    asked.set(lane, [...(asked.get(lane) ?? []), ...queries]);
  return asked;
}

/** What the records and the queue itself say of the runs. */
async function countRuns(fleet: ScaledFleet, asked: AskedByLane): Promise<RunCounts> {
  const lanes = await Promise.all([...asked].map(([lane, queries]) => countJobs(fleet, queries, lane)));
  const runs = await readRuns(fleet, [...asked.values()].flat());
  const sum = (of: (counts: JobCounts) => number): number =>
    lanes.reduce((total, counts) => total + of(counts), 0);
  return {
    begunAgain: runs.filter(({ attempt }) => attempt > 1).length,
    jobsKept: sum(({ kept }) => kept),
    stalls: sum(({ stalls }) => stalls),
    burntAttempts: sum(({ burntAttempts }) => burntAttempts),
  };
}
