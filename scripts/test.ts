import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { endProcess } from '@ragfleet/service-runtime';
import { failureLines } from './test-run/failure-lines.ts';
import { REAL_SERVER_VARIABLES, realServerProblems } from './test-run/real-servers.ts';
import { runTests } from './test-run/run-tests.ts';
import type { TestReport } from './test-run/test-report.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, root: { type: 'string' } },
});
const root = values.root ?? fileURLToPath(new URL('..', import.meta.url));
const output = values.json ? process.stderr : process.stdout;
const say = (line: string): void => void output.write(`${line}\n`);

say(
  `Running ${positionals.length === 0 ? 'every test of the workspace' : `the tests that match ${positionals.join(', ')}`}.`,
);
for (const name of REAL_SERVER_VARIABLES)
  say(`  ${name}: ${(process.env[name] ?? '') === '' ? 'not set, its suites are skipped' : 'set'}`);

const { passed, failures, skipped, files } = await runTests({ root, filters: positionals, output });
const failed = failures.length;
const problems = realServerProblems(process.env, skipped);
if (passed + failed === 0) problems.push('No test ran: the filter or the workspace is wrong.');

for (const { file, name, reason } of skipped) say(`skipped: ${file} > ${name} (${reason})`);
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
  skipped_tests: skipped,
};
console.log(
  values.json ? JSON.stringify(report) : `${passed} passed, ${failed} failed, ${skipped.length} skipped`,
);
// Vitest leaves its own exit code behind, and a test may leave a handle open.
endProcess(ok ? 0 : 1);
