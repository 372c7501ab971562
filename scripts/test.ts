import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { REAL_SERVER_VARIABLES, realServerProblems } from './test-run/real-servers.ts';
import { runTests } from './test-run/run-tests.ts';

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

const { passed, failed, skipped, files } = await runTests({ root, filters: positionals, output });
const problems = realServerProblems(process.env, skipped);
if (passed + failed === 0) problems.push('No test ran: the filter or the workspace is wrong.');

for (const { file, name, reason } of skipped) say(`skipped: ${file} > ${name} (${reason})`);
for (const problem of problems) say(`FAILED: ${problem}`);
say(`${files} files`);

const ok = failed === 0 && problems.length === 0;
const report = { ok, passed, failed, skipped: skipped.length, files, problems, skipped_tests: skipped };
console.log(
  values.json ? JSON.stringify(report) : `${passed} passed, ${failed} failed, ${skipped.length} skipped`,
);
// Vitest leaves its own exit code behind, and a test may leave a handle open.
process.exit(ok ? 0 : 1);
