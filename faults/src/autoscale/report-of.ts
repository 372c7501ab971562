import { checkHistory } from '../history/check-history.ts';
import type { History } from '../history/contract.ts';
import type { ProcessLogs } from './read-process-logs.ts';
import type { WorkersSince } from './watch-workers.ts';

/** What records and jobs say beyond any reply. */
export interface RunCounts {
  /** Queries that were begun more than once. */
  readonly begunAgain: number;
  /** Jobs that the queue still kept when it was asked for the next two. */
  readonly jobsKept: number;
  readonly stalls: number;
  /** Attempts beyond the one that each job needs. */
  readonly burntAttempts: number;
}

/** Everything that was seen of a run. */
export interface SeenRun {
  readonly minutes: number;
  readonly mostWorkers: number;
  readonly isOneAtEnd: boolean;
  readonly history: History;
  readonly runs: RunCounts;
  readonly workers: readonly WorkersSince[];
  /** What the fleet said. */
  readonly lines: readonly string[];
  readonly logs: ProcessLogs;
  readonly exitCode: number | null;
  /** Processes that outlived the fleet. */
  readonly leftRunning: number;
}

/** The names are what `--json` prints. */
export interface AutoscaleReport {
  readonly passed: boolean;
  /** What did not hold. */
  readonly failures: readonly string[];
  readonly minutes: number;
  readonly accepted: number;
  readonly succeeded: number;
  readonly lost: number;
  readonly begun_again: number;
  readonly stalls: number;
  readonly attempts_burnt: number;
  readonly jobs_kept: number;
  readonly webhooks_delivered: number;
  readonly workers_told_to_stop: number;
  readonly workers_stopped_in_order: number;
  readonly crashes: number;
  readonly most_workers: number;
  /** Workers that lived, by the second from which on. */
  readonly workers: readonly WorkersSince[];
  readonly scalings: readonly string[];
}

const MAX_FAILURES = 20;

/** Judges the run: nothing lost, by the laws of the history; up to the most and down to one; every stop in order. */
export function reportOf(run: SeenRun): AutoscaleReport {
  const { history, runs, logs, lines, workers } = run;
  const verdict = checkHistory(history);
  const endedWell = history.reads.filter(({ status }) => status === 'succeeded');
  const summary: RunSummary = {
    accepted: verdict.counts.accepted,
    succeeded: new Set(endedWell.map(({ queryId }) => queryId)).size,
    crashes: lines.filter((line) => line.includes('starting it again')).length,
    most_workers: Math.max(0, ...workers.map((since) => since.workers)),
  };
  const failures = [
    ...verdict.violations.map(({ law, queryId, detail }) => `${law} ${queryId ?? ''} ${detail}`),
    ...failuresOf(run, summary),
  ];
  return {
    passed: failures.length === 0,
    failures: failures.slice(0, MAX_FAILURES),
    minutes: run.minutes,
    ...summary,
    lost: verdict.lost.length,
    begun_again: runs.begunAgain,
    stalls: runs.stalls,
    attempts_burnt: runs.burntAttempts,
    jobs_kept: runs.jobsKept,
    webhooks_delivered: verdict.counts.delivered,
    workers_told_to_stop: logs.workersToldToStop,
    workers_stopped_in_order: logs.workersStoppedInOrder,
    workers,
    scalings: lines.filter((line) => line.startsWith('scale:')),
  };
}

type RunSummary = Pick<AutoscaleReport, 'accepted' | 'succeeded' | 'crashes' | 'most_workers'>;

/** What did not hold beyond the laws. */
function failuresOf(
  run: SeenRun,
  { accepted, succeeded, crashes, most_workers: most }: RunSummary,
): string[] {
  const { runs, workers, mostWorkers, exitCode, leftRunning } = run;
  const { workersToldToStop: told, workersStoppedInOrder: inOrder } = run.logs;
  return [
    ...unless(accepted > 0, 'no question was accepted'),
    ...unless(succeeded === accepted, `${succeeded} of ${accepted} were answered`),
    ...unless(most === mostWorkers, `there were ${most} workers at most, and not ${mostWorkers}`),
    ...unless(workers[0]?.workers === 1 && run.isOneAtEnd, 'it did not begin and end with one worker'),
    ...unless(runs.jobsKept === accepted, `only ${runs.jobsKept} jobs could be asked for stalls`),
    ...unless(runs.stalls === 0, `${runs.stalls} stalls`),
    ...unless(runs.burntAttempts === 0, `${runs.burntAttempts} attempts were burnt`),
    ...unless(crashes === 0, `${crashes} processes ended by themselves`),
    ...unless(inOrder === told && told >= most, `${inOrder} of ${told} workers stopped in order`),
    ...unless(exitCode === 0, `the fleet ended with ${exitCode ?? 'a signal'}`),
    ...unless(leftRunning === 0, `${leftRunning} processes outlived the fleet`),
  ];
}

const unless = (holds: boolean, failure: string): readonly string[] => (holds ? [] : [failure]);
