import type { AutoscaleReport } from './report-of.ts';

/** The report for people. */
export function renderAutoscale(report: AutoscaleReport): string {
  const { workers, scalings, failures } = report;
  return [
    `${report.passed ? 'held' : 'FAILED'}: ${report.succeeded} of ${report.accepted} answered, ${report.lost} lost, ${report.stalls} stalls, ${report.attempts_burnt} attempts burnt, ${report.begun_again} begun again`,
    `workers: ${workers.map(({ seconds, workers: count }) => `${count} from ${seconds} s`).join(', ')}`,
    `${report.workers_stopped_in_order} of ${report.workers_told_to_stop} workers that were told to stop did so in order; ${report.webhooks_delivered} webhooks`,
    ...scalings,
    ...failures.map((failure) => `- ${failure}`),
    '',
  ].join('\n');
}
