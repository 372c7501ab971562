import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ExitCode, readFlags, runCommand, wrongUse } from '@ragfleet/service-runtime';
import type { BenchRow, RowReport } from './contract.ts';
import { describeMachine } from './machine.ts';
import { type FailedRow, measureRows } from './measure-rows.ts';
import { installPeers } from './peers.ts';
import { readResults, resultOf, withRows, writeResults } from './report/bench-results.ts';
import { renderBenchmarks } from './report/render-benchmarks.ts';
import { renderReport } from './render-report.ts';
import { firstTokenRow } from './rows/first-token/first-token-row.ts';
import { costRow } from './rows/cost/cost-row.ts';
import { growthRow } from './rows/growth/growth-row.ts';
import { dayRow } from './rows/latency-table/day/day-row.ts';
import { latencyRow } from './rows/latency-table/latency-row.ts';
import { soakRow } from './rows/soak/soak-row.ts';
import { QUERIES_A_DAY } from './rows/spend/prices.ts';
import { ROWS } from './rows.ts';

const USAGE = `Usage: npm run bench [-- --row N | --first-token | --soak [--minutes N] [--per-second N] | --latency [--minutes N] [--per-second N] | --day [--queries N] | --growth | --cost [--half tuning|held-out] [--queries N] | --report] [--quick] [--json]
--report writes docs/benchmarks.md from bench/results.json and measures nothing.
TEST_REDIS8_URL names a Redis 8 for the rows that need one, TEST_POSTGRES_URL a PostgreSQL for rows 3, 4, 13, 14 and the soak.
Rows: ${ROWS.map(({ row, name }) => `${row} (${name})`).join(', ')}`;
const RESULTS = fileURLToPath(new URL('../../.ragfleet/bench/', import.meta.url));
const redis8Url = process.env['TEST_REDIS8_URL'] ?? null;
/** What each row came to when it was last measured, in the repository. */
const KEPT = fileURLToPath(new URL('../results.json', import.meta.url));
const PAGE = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url));

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const parseFlags = (args: string[]) =>
  readFlags(USAGE, {
    args,
    options: {
      json: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      row: { type: 'string' },
      'first-token': { type: 'boolean', default: false },
      soak: { type: 'boolean', default: false },
      latency: { type: 'boolean', default: false },
      day: { type: 'boolean', default: false },
      cost: { type: 'boolean', default: false },
      half: { type: 'string', default: 'tuning' },
      queries: { type: 'string' },
      growth: { type: 'boolean', default: false },
      report: { type: 'boolean', default: false },
      minutes: { type: 'string', default: '5' },
      'per-second': { type: 'string', default: '116' },
    },
  }).values;
type Flags = ReturnType<typeof parseFlags>;

function chooseRows(values: Flags): readonly BenchRow[] {
  if (values['first-token']) return [firstTokenRow];
  if (values.soak) return chooseSoak(Number(values.minutes), Number(values['per-second']));
  if (values.latency) return chooseLatency(Number(values.minutes), Number(values['per-second']));
  if (values.day) return chooseDay(Number(values.queries ?? TENTH_OF_A_DAY));
  if (values.growth) return [growthRow];
  if (values.cost) return chooseCost(values.half, Number(values.queries ?? QUERIES_A_DAY));
  return ROWS.filter(({ row }) => values.row === undefined || String(row) === values.row);
}

const chooseSoak = (minutes: number, perSecond: number): readonly BenchRow[] =>
  minutes > 0 && perSecond > 0 ? [soakRow({ minutes, perSecond })] : [];

const chooseLatency = (minutes: number, perSecond: number): readonly BenchRow[] =>
  minutes > 0 && perSecond > 0 ? [latencyRow({ minutes, perSecond })] : [];

/** A million, one to ten. */
const TENTH_OF_A_DAY = 100_000;

const chooseDay = (queries: number): readonly BenchRow[] => (queries > 0 ? [dayRow({ queries })] : []);

const chooseCost = (half: string, questions: number): readonly BenchRow[] =>
  (half === 'tuning' || half === 'held-out') && questions > 0 ? [costRow({ half, questions })] : [];

const writePage = (): void => writeFileSync(PAGE, renderBenchmarks(readResults(KEPT)));

/** In the place of what the row came to before, with the page that shows it. */
function keep(report: RowReport, versions: Readonly<Record<string, string>>, isQuick: boolean): void {
  const measuredOn = new Date().toISOString().slice(0, 10);
  const result = resultOf(report, { measuredOn, isQuick, machine: describeMachine(), versions });
  writeResults(KEPT, withRows(readResults(KEPT), [result]));
  writePage();
}

/** True when every row meets its target. */
async function measure(chosen: readonly BenchRow[], { quick: isQuick, json }: Flags): Promise<boolean> {
  installPeers(say);
  const rows = await measureRows(chosen, {
    isQuick,
    redis8Url,
    say,
    onMeasured: (report, benchRow) => keep(report, benchRow.versions(), isQuick),
  });
  const versions = Object.fromEntries(chosen.flatMap((benchRow) => Object.entries(benchRow.versions())));
  const report = { machine: describeMachine(), versions, rows };
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(`${RESULTS}latest.json`, JSON.stringify(report, null, 2));
  // The rounds are in the file: what is printed is what they came to.
  const printed = { ...report, rows: rows.map(withoutRounds) };
  process.stdout.write(`${json ? JSON.stringify(printed) : renderReport(rows)}\n`);
  return rows.every(({ met }) => met);
}

function withoutRounds(row: RowReport | FailedRow): object {
  if ('error' in row) return row;
  const { rounds: _rounds, details: _details, ...summary } = row;
  return summary;
}

async function run(flags: Flags): Promise<ExitCode> {
  if (flags.report) {
    writePage();
    say('Wrote docs/benchmarks.md.');
    return 0;
  }
  const chosen = chooseRows(flags);
  if (chosen.length === 0) throw wrongUse('There is no such row, or not with these numbers.', USAGE);
  return (await measure(chosen, flags)) ? 0 : 1;
}

const args = process.argv.slice(2);
runCommand({ args, usage: USAGE, main: async () => run(parseFlags(args)) });
