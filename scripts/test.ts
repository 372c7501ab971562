import { fileURLToPath } from 'node:url';
import { type ExitCode, readFlags, runCommand } from '@ragfleet/service-runtime';
import { failureLines } from './test-run/failure-lines.ts';
import { REAL_SERVER_VARIABLES, realServerProblems } from './test-run/real-servers.ts';
import { runTests } from './test-run/run-tests.ts';
import type { TestReport } from './test-run/test-report.ts';

const USAGE = `Usage: npm test [-- PATH PATH] [--json]
PATH is a part of the names of the test files to run: without one, every test runs.
TEST_RETRIES=1 runs a failed test once more, and names those that held only then.`;

async function run(args: string[]): Promise<ExitCode> {
  const { values, positionals } = readFlags(USAGE, {
    args,
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      root: { type: 'string', default: fileURLToPath(new URL('..', import.meta.url)) },
    },
  });
  const { root } = values;
  const output = values.json ? process.stderr : process.stdout;
  const say = (line: string): void => void output.write(`${line}\n`);

  say(
    `Running ${positionals.length === 0 ? 'every test of the workspace' : `the tests that match ${positionals.join(', ')}`}.`,
  );
  for (const name of REAL_SERVER_VARIABLES)
    say(`  ${name}: ${(process.env[name] ?? '') === '' ? 'not set, its suites are skipped' : 'set'}`);

  const retries = process.env['TEST_RETRIES'] === '1' ? 1 : 0;
  const { passed, flaky, failures, skipped, files } = await runTests({
    root,
    filters: positionals,
    retries,
    output,
  });
  const failed = failures.length;
  const problems = realServerProblems(process.env, skipped);
  if (passed + failed === 0) problems.push('No test ran: the filter or the workspace is wrong.');

  for (const { file, name, reason } of skipped) say(`skipped: ${file} > ${name} (${reason})`);
  for (const { file, name, error } of flaky) say(`held only when run again: ${file} > ${name}: ${error}`);
  for (const problem of problems) say(`FAILED: ${problem}`);
  say(`${files} files`);
  for (const line of failureLines(failures)) say(line);

  const ok = failed === 0 && problems.length === 0;
  const report: TestReport = {
    ok,
    passed,
    failed,
    skipped: skipped.length,
    files,
    problems,
    failed_tests: failures,
    flaky_tests: flaky,
    skipped_tests: skipped,
  };
  console.log(
    values.json ? JSON.stringify(report) : `${passed} passed, ${failed} failed, ${skipped.length} skipped`,
  );
  return ok ? 0 : 1;
}

const args = process.argv.slice(2);
// Vitest leaves its own exit code behind, and a test may leave a handle open: the command's end overrules both.
runCommand({ args, usage: USAGE, main: () => run(args) });
