import { fileURLToPath } from 'node:url';
import { type ExitCode, readFlags, runCommand, wrongUse } from '@ragfleet/service-runtime';
import { runStep, type StepOutcome } from './check-run/run-step.ts';
import { type Step, stepsAt } from './check-run/steps.ts';
import { failureLines } from './test-run/failure-lines.ts';
import type { TestReport } from './test-run/test-report.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const USAGE = `Usage: npm run check [-- --only STEP,STEP] [--json]
Steps: ${stepsAt(ROOT)
  .map(({ name }) => name)
  .join(', ')}`;

const parseFlags = (args: string[]) =>
  readFlags(USAGE, {
    args,
    options: {
      json: { type: 'boolean', default: false },
      only: { type: 'string' },
      root: { type: 'string', default: ROOT },
    },
  }).values;

function chooseSteps(root: string, only: string | undefined): readonly Step[] {
  const steps = stepsAt(root);
  const wanted = only?.split(',') ?? steps.map(({ name }) => name);
  const unknown = wanted.filter((word) => steps.every(({ name }) => name !== word));
  if (unknown.length > 0) throw wrongUse(`There is no step ${unknown.join(', ')}.`, USAGE);
  return steps.filter(({ name }) => wanted.includes(name));
}

async function runSteps(steps: readonly Step[], root: string): Promise<readonly StepOutcome[]> {
  const outcomes: StepOutcome[] = [];
  for (const [index, step] of steps.entries()) {
    console.error(`\n[${index + 1}/${steps.length}] ${step.name}`);
    outcomes.push(await runStep(step, root));
  }
  return outcomes;
}

function showOutcomes(outcomes: readonly StepOutcome[]): void {
  console.error('');
  for (const { name, ok, ms } of outcomes)
    console.error(`${ok ? 'ok    ' : 'FAILED'}  ${name.padEnd(12)}  ${(ms / 1000).toFixed(1)} s`);
  const tests = outcomes.find(({ name }) => name === 'tests')?.report as TestReport | undefined;
  if (tests === undefined) return;
  for (const line of failureLines(tests.failed_tests)) console.error(line);
  for (const problem of tests.problems) console.error(`FAILED: ${problem}`);
  console.error(`tests: ${tests.passed} passed, ${tests.failed} failed, ${tests.skipped} skipped`);
}

async function run({ json, only, root }: ReturnType<typeof parseFlags>): Promise<ExitCode> {
  const outcomes = await runSteps(chooseSteps(root, only), root);
  showOutcomes(outcomes);
  const ok = outcomes.every((outcome) => outcome.ok);
  const verdict = `check: ${ok ? 'all steps held' : 'some steps FAILED'}`;
  console.log(json ? JSON.stringify({ ok, steps: outcomes }) : verdict);
  return ok ? 0 : 1;
}

const args = process.argv.slice(2);
runCommand({ args, usage: USAGE, main: async () => run(parseFlags(args)) });
