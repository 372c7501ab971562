import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runStep, type StepOutcome } from './check-run/run-step.ts';
import { stepsAt } from './check-run/steps.ts';
import { failureLines } from './test-run/failure-lines.ts';
import type { TestReport } from './test-run/test-report.ts';

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, only: { type: 'string' }, root: { type: 'string' } },
});
const root = values.root ?? fileURLToPath(new URL('..', import.meta.url));
const wanted = values.only?.split(',');
const steps = stepsAt(root).filter(({ name }) => wanted === undefined || wanted.includes(name));
if (steps.length === 0)
  throw new Error(
    `--only takes some of: ${stepsAt(root)
      .map(({ name }) => name)
      .join(', ')}.`,
  );

const outcomes: StepOutcome[] = [];
for (const [index, step] of steps.entries()) {
  console.error(`\n[${index + 1}/${steps.length}] ${step.name}`);
  outcomes.push(await runStep(step, root));
}

const ok = outcomes.every((outcome) => outcome.ok);
console.error('');
for (const { name, ok: held, ms } of outcomes)
  console.error(`${held ? 'ok    ' : 'FAILED'}  ${name.padEnd(12)}  ${(ms / 1000).toFixed(1)} s`);

const tests = outcomes.find(({ name }) => name === 'tests')?.report as TestReport | undefined;
if (tests !== undefined) {
  for (const line of failureLines(tests.failed_tests)) console.error(line);
  for (const problem of tests.problems) console.error(`FAILED: ${problem}`);
  console.error(`tests: ${tests.passed} passed, ${tests.failed} failed, ${tests.skipped} skipped`);
}
console.log(
  values.json
    ? JSON.stringify({ ok, steps: outcomes })
    : `check: ${ok ? 'all steps held' : 'some steps FAILED'}`,
);
process.exitCode = ok ? 0 : 1;
