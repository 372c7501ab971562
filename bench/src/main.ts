import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { BenchRow, RowReport } from './contract.ts';
import { failuresOf } from './failures-of.ts';
import { describeMachine } from './machine.ts';
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

const USAGE = `npm run bench [-- --row N | --first-token | --soak [--minutes N] [--per-second N] | --latency [--minutes N] [--per-second N] | --day [--queries N] | --growth | --cost [--half tuning|held-out] [--queries N] | --report] [--quick] [--json]
--report writes docs/benchmarks.md from bench/results.json and measures nothing.
TEST_REDIS8_URL names a Redis 8 for the rows that need one, TEST_POSTGRES_URL a PostgreSQL for rows 3, 4, 13, 14 and the soak.
Rows: ${ROWS.map(({ row, name }) => `${row} (${name})`).join(', ')}`;
const RESULTS = fileURLToPath(new URL('../../.ragfleet/bench/', import.meta.url));
const redis8Url = process.env['TEST_REDIS8_URL'] ?? null;
/** What each row came to when it was last measured, in the repository. */
const KEPT = fileURLToPath(new URL('../results.json', import.meta.url));
const PAGE = fileURLToPath(new URL('../../docs/benchmarks.md', import.meta.url));

const { values } = parseArgs({
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
    help: { type: 'boolean', default: false },
  },
});

function chooseRows(): readonly BenchRow[] {
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

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const writePage = (): void => writeFileSync(PAGE, renderBenchmarks(readResults(KEPT)));

/** What fails while a row is closed after its failure is said, and does not take its place. */
async function run(benchRow: BenchRow): Promise<RowReport> {
  try {
    return await benchRow.run({ isQuick: values.quick, redis8Url, say });
  } catch (error) {
    const [first, ...later] = failuresOf(error);
    for (const one of later) say(`Closing failed as well, after what is said below: ${String(one)}`);
    throw first;
  }
}

if (values.report) {
  writePage();
  say('Wrote docs/benchmarks.md.');
  process.exit(0);
}

const chosen = chooseRows();
if (values.help || chosen.length === 0) {
  say(values.help ? USAGE : `There is no such row, or not with these numbers.\n${USAGE}`);
  process.exit(values.help ? 0 : 2);
}

installPeers(say);
const rows = [];
for (const benchRow of chosen) {
  say(`Row ${benchRow.row}: ${benchRow.name}`);
  rows.push(await run(benchRow));
}
const versions = Object.fromEntries(chosen.flatMap((benchRow) => Object.entries(benchRow.versions())));
const machine = describeMachine();
const report = { machine, versions, rows };
const measuredOn = new Date().toISOString().slice(0, 10);
const results = rows.map((row, at) =>
  resultOf(row, { measuredOn, isQuick: values.quick, machine, versions: chosen[at]?.versions() ?? {} }),
);
writeResults(KEPT, withRows(readResults(KEPT), results));
writePage();

mkdirSync(RESULTS, { recursive: true });
writeFileSync(`${RESULTS}latest.json`, JSON.stringify(report, null, 2));
// The rounds are in the file: what is printed is what they came to.
const printed = { ...report, rows: rows.map(({ rounds: _rounds, details: _details, ...row }) => row) };
process.stdout.write(`${values.json ? JSON.stringify(printed) : renderReport(rows)}\n`);
process.exit(rows.every(({ met }) => met) ? 0 : 1);
