import { parseArgs } from 'node:util';
import { renderAutoscale } from './autoscale/render-autoscale.ts';
import { runAutoscale } from './autoscale/run-autoscale.ts';
import { renderTable } from './run/render-table.ts';
import { runAll } from './run/run-all.ts';
import { type Plant, readPlant } from './run/plant-defect.ts';
import { SCENARIOS } from './scenarios.ts';

const USAGE = `npm run faults [-- --only F11,F12] [--seeds N] [--seed S] [--fast] [--soak] [--json]
       npm run faults -- --autoscale [--minutes N] [--json]
Without --only: every scenario. --fast leaves out the slow ones; --soak lets F52 run for ten minutes in place of two.
--autoscale: the fleet of one machine grows from one worker to six and shrinks to one under load, in 5 minutes or N (1 to 8).
Scenarios: ${SCENARIOS.map(({ id }) => id).join(' ')}`;
const say = (line: string): void => void process.stderr.write(`${line}\n`);

/** Ends with 1 for what went wrong, 2 for what was asked wrongly. A script that asked for JSON gets its line in every case. */
function fail(error: string, exitCode: 1 | 2): never {
  say(error);
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify({ ok: false, error })}\n`);
  process.exit(exitCode);
}

const readFlags = () =>
  parseArgs({
    options: {
      json: { type: 'boolean', default: false },
      only: { type: 'string' },
      seeds: { type: 'string', default: '1' },
      seed: { type: 'string', default: '1' },
      fast: { type: 'boolean', default: false },
      soak: { type: 'boolean', default: false },
      autoscale: { type: 'boolean', default: false },
      minutes: { type: 'string', default: '5' },
      help: { type: 'boolean', default: false },
    },
  }).values;
type Flags = ReturnType<typeof readFlags>;

/** What cannot be run as it was asked for; null when all can. */
function mistakeIn(flags: Flags, wanted: readonly string[] | null): string | null {
  const unknown = wanted?.filter((id) => SCENARIOS.every((scenario) => scenario.id !== id)) ?? [];
  if (unknown.length > 0) return `There is no scenario ${unknown.join(', ')}.`;
  const [seeds, firstSeed, minutes] = [flags.seeds, flags.seed, flags.minutes].map(Number);
  if (!Number.isInteger(seeds) || Number(seeds) < 1) return '--seeds takes a whole number from 1.';
  if (!Number.isInteger(firstSeed)) return '--seed takes a whole number.';
  // Of more, the queue no longer keeps each job that is asked for its stalls at the end.
  return Number(minutes) >= 1 && Number(minutes) <= 8 ? null : '--minutes takes 1 to 8.';
}

async function autoscale(flags: Flags, plant: Plant | null): Promise<boolean> {
  const report = await runAutoscale({ minutes: Number(flags.minutes), plant, say });
  process.stdout.write(flags.json ? `${JSON.stringify(report)}\n` : renderAutoscale(report));
  return report.passed;
}

async function breakFleet(flags: Flags, wanted: readonly string[] | null, plant: Plant | null) {
  const chosen = SCENARIOS.filter(({ id, isSlow }) =>
    wanted === null ? !(flags.fast && isSlow === true) : wanted.includes(id),
  );
  const reports = await runAll(chosen, {
    seeds: Array.from({ length: Number(flags.seeds) }, (_, at) => Number(flags.seed) + at),
    isSoak: flags.soak,
    plant,
    say,
  });
  process.stdout.write(flags.json ? `${JSON.stringify({ scenarios: reports })}\n` : renderTable(reports));
  return reports.every(({ passed }) => passed);
}

async function run(flags: Flags): Promise<boolean> {
  const wanted = flags.only?.toUpperCase().split(',') ?? null;
  const mistake = mistakeIn(flags, wanted);
  if (flags.help) {
    say(USAGE);
    return true;
  }
  if (mistake !== null) {
    say(USAGE);
    fail(mistake, 2);
  }
  const plant = readPlant(process.env['RAGFLEET_PLANT']);
  return flags.autoscale ? autoscale(flags, plant) : breakFleet(flags, wanted, plant);
}

try {
  process.exit((await run(readFlags())) ? 0 : 1);
} catch (error) {
  if (error instanceof Error) say(error.stack ?? '');
  fail(error instanceof Error ? error.message : String(error), 1);
}
