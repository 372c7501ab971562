import { parseArgs } from 'node:util';
import { renderAutoscale } from './autoscale/render-autoscale.ts';
import { runAutoscale } from './autoscale/run-autoscale.ts';
import { renderTable } from './run/render-table.ts';
import { runAll } from './run/run-all.ts';
import { readPlant } from './run/plant-defect.ts';
import { SCENARIOS } from './scenarios.ts';

const USAGE = `npm run faults [-- --only F11,F12] [--seeds N] [--seed S] [--fast] [--soak] [--json]
       npm run faults -- --autoscale [--minutes N] [--json]
Without --only: every scenario. --fast leaves out the slow ones; --soak lets F52 run for ten minutes in place of two.
--autoscale: the fleet of one machine grows from one worker to six and shrinks to one under load, in 5 minutes or N (1 to 8).
Scenarios: ${SCENARIOS.map(({ id }) => id).join(' ')}`;
const say = (line: string): void => void process.stderr.write(`${line}\n`);

const { values } = parseArgs({
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
});
const wanted = values.only?.toUpperCase().split(',') ?? null;
const chosen = SCENARIOS.filter((scenario) => {
  if (wanted !== null) return wanted.includes(scenario.id);
  return !(values.fast && scenario.isSlow === true);
});
const unknown = wanted?.filter((id) => SCENARIOS.every((scenario) => scenario.id !== id)) ?? [];
const seeds = Number(values.seeds);
const firstSeed = Number(values.seed);
const minutes = Number(values.minutes);
if (
  values.help ||
  unknown.length > 0 ||
  !Number.isInteger(seeds) ||
  seeds < 1 ||
  !Number.isInteger(firstSeed) ||
  // Of more, the queue no longer keeps each job that is asked for its stalls at the end.
  !(minutes >= 1 && minutes <= 8)
) {
  if (unknown.length > 0) say(`There is no scenario ${unknown.join(', ')}.`);
  say(USAGE);
  process.exit(values.help ? 0 : 2);
}

const plant = readPlant(process.env['RAGFLEET_PLANT']);
if (values.autoscale) {
  const report = await runAutoscale({ minutes, plant, say });
  process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : renderAutoscale(report));
  process.exit(report.passed ? 0 : 1);
}
const reports = await runAll(chosen, {
  seeds: Array.from({ length: seeds }, (_, at) => firstSeed + at),
  isSoak: values.soak,
  plant,
  say,
});
process.stdout.write(values.json ? `${JSON.stringify({ scenarios: reports })}\n` : renderTable(reports));
process.exit(reports.every(({ passed }) => passed) ? 0 : 1);
