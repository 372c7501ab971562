import type { BenchResults, RowResult } from './bench-results.ts';
import { type MissedReason, reasonFor } from './missed-rows.ts';

const HEADING = `# Benchmarks

What Ragfleet costs beside other software, row by row. \`npm run bench -- --row N\` measures a row and writes it down in
\`bench/results.json\`; \`npm run bench -- --report\` writes this page from it. How each row is measured, and what it leaves out, is in
[bench/method.md](../bench/method.md). A ratio is the median of the rounds' ratios, with their quartiles; where the other side was too
restless to compare with, none is stated and the target is missed. A row from a quick run is a look, not a report.`;

type ReasonFor = (row: RowResult) => MissedReason | null;

/** The page, from results and from what is known of the rows that miss: the same results give the same page. */
export function renderBenchmarks({ rows }: BenchResults, reasonOf: ReasonFor = reasonFor): string {
  const lost = rows.filter(({ met }) => !met).length;
  const sum = `${rows.length} rows measured: ${rows.length - lost} met all of their targets, ${lost} did not.`;
  return `${[HEADING, sum, overview(rows), ...rows.map((row) => section(row, reasonOf))].join('\n\n')}\n`;
}

const overview = (rows: readonly RowResult[]): string =>
  table(
    ['row', 'what', 'ours', 'target', 'outcome'],
    rows.map((row) => [String(row.row), row.name, told(row.ratio), row.target, outcome(row.met)]),
  );

function section(row: RowResult, reasonOf: ReasonFor): string {
  const { cpu, cores, memory_gb, node, load_average } = row.machine;
  const sides = Object.entries({ ours: row.ours, floor: row.floor, ...row.peers });
  return [
    `## Row ${row.row}: ${row.name}`,
    sentenceOf(row),
    ...(row.met ? [] : reasonLines(reasonOf(row))),
    table(
      ['side', row.unit ?? 'microseconds of CPU'],
      sides
        .filter(([name, value]) => name !== 'floor' || value !== null)
        .map(([name, value]) => [name, told(value)]),
    ),
    ...figuresOf(row),
    `Measured on ${row.measuredOn}${row.isQuick ? ' in a quick run' : ''}: ${cpu}, ${cores} cores, ${memory_gb} GB, Node ${node}, load ${load_average}; ${versionsOf(row)}.`,
  ].join('\n\n');
}

function sentenceOf({ ratio, target, met, spread, figures = {} }: RowResult): string {
  const missed = Object.entries(figures).filter(([, figure]) => !figure.met);
  const ours =
    ratio === null
      ? 'No ratio is stated: the other side was too restless.'
      : `The ratio is ${told(ratio)} (quartiles ${spread.map(told).join(' to ')}); the target is ${target}.`;
  const verdict = met ? 'Met.' : '**Not met.**';
  const which = missed.map(([name]) => named(name)).join(', ');
  return `${ours} ${verdict}${missed.length === 0 ? '' : ` Missed: ${which}.`}`;
}

const reasonLines = (reason: MissedReason | null): string[] =>
  reason === null ? [] : [`**Why.** ${reason.cause}`, `**Tried.** ${reason.tried}`];

function figuresOf({ figures = {} }: RowResult): string[] {
  const lines = Object.entries(figures).map(([name, { ratio, target, met, note = '' }]) => [
    named(name),
    told(ratio),
    target,
    target === 'stated' ? '' : outcome(met),
    note,
  ]);
  return lines.length === 0 ? [] : [table(['figure', 'value', 'target', 'outcome', 'note'], lines)];
}

const versionsOf = ({ versions }: RowResult): string =>
  Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ') || 'nothing beside it';

const table = (head: readonly string[], lines: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.map(cellOf).join(' | ')} |`).join('\n');

const cellOf = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const named = (figure: string): string => figure.replaceAll('_', ' ');
const outcome = (isMet: boolean): string => (isMet ? 'met' : '**not met**');

function told(value: number | null): string {
  if (value === null) return 'not stated';
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}
