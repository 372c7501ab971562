import { type ExitCode, readFlags, runCommand, wrongUse } from '@ragfleet/service-runtime';
import { renderAutoscale } from './autoscale/render-autoscale.ts';
import { runAutoscale } from './autoscale/run-autoscale.ts';
import { renderTable } from './run/render-table.ts';
import { runAll } from './run/run-all.ts';
import { type Plant, readPlant } from './run/plant-defect.ts';
import { SCENARIOS } from './scenarios.ts';

const USAGE = `Usage: npm run faults [-- --only F11,F12] [--seeds N] [--seed S] [--fast] [--soak] [--json]
       npm run faults -- --autoscale [--minutes N] [--json]
Without --only: every scenario. --fast leaves out the slow ones; --soak lets F52 run for ten minutes in place of two.
--autoscale: the fleet of one machine grows from one worker to six and shrinks to one under load, in 5 minutes or N (1 to 8).
Scenarios: ${SCENARIOS.map(({ id }) => id).join(' ')}`;
const say = (line: string): void => void process.stderr.write(`${line}\n`);

const parseFlags = (args: string[]) =>
  readFlags(USAGE, {
    args,
    options: {
      json: { type: 'boolean', default: false },
      only: { type: 'string' },
      seeds: { type: 'string', default: '1' },
      seed: { type: 'string', default: '1' },
      fast: { type: 'boolean', default: false },
      soak: { type: 'boolean', default: false },
      autoscale: { type: 'boolean', default: false },
      minutes: { type: 'string', default: '5' },
    },
  }).values;
type Flags = ReturnType<typeof parseFlags>;

/** What cannot be run as it was asked for; null when all can. */
function mistakeIn(flags: Flags, wanted: readonly string[] | null): string | null {
  const unknown = wanted?.filter((id) => SCENARIOS.every((scenario) => scenario.id !== id)) ?? [];
  if (unknown.length > 0) return `There is no scenario ${unknown.join(', ')}: take some of those below.`;
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

async function run(flags: Flags): Promise<ExitCode> {
  const wanted = flags.only?.toUpperCase().split(',') ?? null;
  const mistake = mistakeIn(flags, wanted);
  if (mistake !== null) throw wrongUse(mistake, USAGE);
  const plant = readPlant(process.env['RAGFLEET_PLANT']);
  const holds = await (flags.autoscale ? autoscale(flags, plant) : breakFleet(flags, wanted, plant));
  return holds ? 0 : 1;
}

const args = process.argv.slice(2);
runCommand({ args, usage: USAGE, main: async () => run(parseFlags(args)) });
