import type { Sample } from '../simulate.ts';
import type { Summary } from './summarize.ts';

const ROWS: readonly (readonly [string, (summary: Summary) => string])[] = [
  ['questions', ({ questions }) => String(questions)],
  ['ended `expired`', ({ expired }) => String(expired)],
  ['wait P50, s', ({ waitP50Seconds }) => waitP50Seconds.toFixed(2)],
  ['wait P95, s', ({ waitP95Seconds }) => waitP95Seconds.toFixed(2)],
  ['longest wait, s', ({ waitMaxSeconds }) => waitMaxSeconds.toFixed(1)],
  ['most pods', ({ peakReplicas }) => String(peakReplicas)],
  ['pod-hours', ({ podHours }) => podHours.toFixed(2)],
  ['cost, USD', ({ usd }) => usd.toFixed(2)],
  ['pods stopped while jobs ran in them', ({ busyPodsStopped }) => String(busyPodsStopped)],
  ['jobs given back by a stopping pod', ({ handedBack }) => String(handedBack)],
  ['jobs killed by scaling', ({ killedMidJob }) => String(killedMidJob)],
  ['jobs of the lost node, found again', ({ recovered }) => String(recovered)],
  ['jobs stranded an hour later', ({ stranded }) => String(stranded)],
  ['jobs lost', ({ lost }) => String(lost)],
];
const LINES = 24;

/** A Markdown table with a column for each policy. */
export function renderSummaries(summaries: readonly Summary[]): string {
  const head = `| | ${summaries.map(({ policy }) => policy).join(' | ')} |`;
  const rule = `|---|${summaries.map(() => '---:|').join('')}`;
  const rows = ROWS.map(([title, cell]) => `| ${title} | ${summaries.map(cell).join(' | ')} |`);
  return [head, rule, ...rows].join('\n');
}

/** Pods over time, at most 24 lines: the minute, the pods as a bar, and what is open. */
export function renderReplicas(samples: readonly Sample[]): string {
  const step = Math.max(1, Math.ceil(samples.length / LINES));
  const lines = samples
    .filter((_sample, index) => index % step === 0)
    .map(({ atMs, replicas, open }) => {
      const minute = String(atMs / 60_000).padStart(5);
      return `${minute} min  ${'█'.repeat(replicas).padEnd(20)} ${String(replicas).padStart(2)} pods, ${open} open`;
    });
  return lines.join('\n');
}
