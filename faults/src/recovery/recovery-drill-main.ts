import { type ExitCode, readFlags, runCommand, wrongUse } from '@ragfleet/service-runtime';
import type { DrillReport } from './contract.ts';
import { runDrill } from './run-drill.ts';

const USAGE = `Usage: npm run recovery-drill [-- --json]
Needs RECOVERY_POSTGRES_URL (or TEST_POSTGRES_URL): a PostgreSQL with pgvector on this machine whose user may create databases,
and pg_dump and pg_restore as new as it. RECOVERY_POSTGRES_TOOLS may name a command that finds them, such as "chroot DIR".`;
const say = (line: string): void => {
  process.stderr.write(`${(performance.now() / 1_000).toFixed(1).padStart(6)} s  ${line}\n`);
};

const controller = new AbortController();
// Heard however often it comes, as npm hands Ctrl-C on once more: what the drill has made has to be taken away first.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => controller.abort(new Error(`Stopped by ${signal}.`)));

async function run(args: string[]): Promise<ExitCode> {
  const { values } = readFlags(USAGE, { args, options: { json: { type: 'boolean', default: false } } });
  const serverUrl = process.env['RECOVERY_POSTGRES_URL'] ?? process.env['TEST_POSTGRES_URL'] ?? '';
  if (serverUrl === '') throw wrongUse('Set RECOVERY_POSTGRES_URL.', USAGE);
  const toolsCommand = process.env['RECOVERY_POSTGRES_TOOLS'];
  const report = await runDrill({ serverUrl, toolsCommand, signal: controller.signal, say });
  process.stdout.write(`${values.json ? JSON.stringify(report) : toText(report)}\n`);
  return report.ok ? 0 : 1;
}

function toText({ restores, backup, seconds }: DrillReport): string {
  const copied = `copied in ${backup.databaseSeconds.toFixed(1)} s (database, ${backup.databaseBytes} bytes) and ${backup.queueSeconds.toFixed(1)} s (queue, ${backup.queueBytes} bytes)`;
  const restored = restores.flatMap(({ newer, rpoSeconds, rtoSeconds, proofs, notes }) => [
    `with the ${newer} newer: recovery point ${rpoSeconds.toFixed(1)} s, recovery time ${rtoSeconds.toFixed(1)} s`,
    ...proofs.map(({ name, ok, detail }) => `  ${ok ? '✓' : '✗'} ${name}: ${detail}`),
    ...notes.map((note) => `  - ${note}`),
  ]);
  return [copied, ...restored, `${seconds.toFixed(0)} s in all`].join('\n');
}

const args = process.argv.slice(2);
runCommand({ args, usage: USAGE, main: () => run(args), signal: controller.signal });
