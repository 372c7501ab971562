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
  const { counts, lost, violations } = checkHistory(history);
  const succeeded = new Set(
    history.reads.filter(({ status }) => status === 'succeeded').map(({ queryId }) => queryId),
  ).size;
  const most = Math.max(0, ...workers.map((since) => since.workers));
  const crashes = lines.filter((line) => line.includes('starting it again')).length;
  const failures = [
    ...violations.map(({ law, queryId, detail }) => `${law} ${queryId ?? ''} ${detail}`),
    ...unless(counts.accepted > 0, 'no question was accepted'),
    ...unless(succeeded === counts.accepted, `${succeeded} of ${counts.accepted} were answered`),
    ...unless(most === run.mostWorkers, `there were ${most} workers at most, and not ${run.mostWorkers}`),
    ...unless(workers[0]?.workers === 1 && run.isOneAtEnd, 'it did not begin and end with one worker'),
    ...unless(runs.jobsKept === counts.accepted, `only ${runs.jobsKept} jobs could be asked for stalls`),
    ...unless(runs.stalls === 0, `${runs.stalls} stalls`),
    ...unless(runs.burntAttempts === 0, `${runs.burntAttempts} attempts were burnt`),
    ...unless(crashes === 0, `${crashes} processes ended by themselves`),
    ...unless(
      logs.workersStoppedInOrder === logs.workersToldToStop && logs.workersToldToStop >= most,
      `${logs.workersStoppedInOrder} of ${logs.workersToldToStop} workers stopped in order`,
    ),
    ...unless(run.exitCode === 0, `the fleet ended with ${run.exitCode ?? 'a signal'}`),
    ...unless(run.leftRunning === 0, `${run.leftRunning} processes outlived the fleet`),
  ];
  return {
    passed: failures.length === 0,
    failures: failures.slice(0, MAX_FAILURES),
    minutes: run.minutes,
    accepted: counts.accepted,
    succeeded,
    lost: lost.length,
    begun_again: runs.begunAgain,
    stalls: runs.stalls,
    attempts_burnt: runs.burntAttempts,
    jobs_kept: runs.jobsKept,
    webhooks_delivered: counts.delivered,
    workers_told_to_stop: logs.workersToldToStop,
    workers_stopped_in_order: logs.workersStoppedInOrder,
    crashes,
    most_workers: most,
    workers,
    scalings: lines.filter((line) => line.startsWith('scale:')),
  };
}

const unless = (holds: boolean, failure: string): readonly string[] => (holds ? [] : [failure]);
