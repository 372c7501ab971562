import { parseArgs } from 'node:util';
import type { DrillReport } from './contract.ts';
import { runDrill } from './run-drill.ts';

const USAGE = `npm run recovery-drill [-- --json]
Needs RECOVERY_POSTGRES_URL (or TEST_POSTGRES_URL): a PostgreSQL with pgvector on this machine whose user may create databases,
and pg_dump and pg_restore as new as it. RECOVERY_POSTGRES_TOOLS may name a command that finds them, such as "chroot DIR".`;
const say = (line: string): void => {
  process.stderr.write(`${(performance.now() / 1_000).toFixed(1).padStart(6)} s  ${line}\n`);
};

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
});
const serverUrl = process.env['RECOVERY_POSTGRES_URL'] ?? process.env['TEST_POSTGRES_URL'] ?? '';
if (values.help || serverUrl === '') {
  say(USAGE);
  process.exit(values.help ? 0 : 2);
}
const controller = new AbortController();
// Heard however often it comes, as npm hands Ctrl-C on once more: what the drill has made has to be taken away first.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => controller.abort(new Error(`Stopped by ${signal}.`)));

try {
  const toolsCommand = process.env['RECOVERY_POSTGRES_TOOLS'];
  const report = await runDrill({ serverUrl, toolsCommand, signal: controller.signal, say });
  process.stdout.write(`${values.json ? JSON.stringify(report) : toText(report)}\n`);
  process.exit(report.ok ? 0 : 1);
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  if (values.json)
    process.stdout.write(`${JSON.stringify({ ok: false, error: 'The drill did not finish.' })}\n`);
  process.exit(1);
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
