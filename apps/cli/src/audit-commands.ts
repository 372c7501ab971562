import { AUDIT_EVENT_TYPES } from '@ragfleet/kernel';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CommandContext } from './command-context.ts';
import type { ExportedAudit, ListedAudit } from './commands/audit.ts';
import { jsonFlag } from './json-flag.ts';

/** `audit`: who did what, whether the log is whole, and a copy of it. */
export function addAuditCommands(
  program: Command,
  context: CommandContext,
  onEnd: (ok: boolean) => void,
): void {
  const audit = program.command('audit').description('read, verify and copy the audit log');
  audit
    .command('list')
    .description('list events, newest first')
    .option('--user <id>', 'of one person')
    .addOption(new Option('--type <types...>', 'these kinds alone').choices(AUDIT_EVENT_TYPES))
    .option('--from <time>', 'at or after this time, such as 2026-11-01T00:00:00Z')
    .option('--to <time>', 'at or before this time')
    .option('--limit <number>', 'at most', parseLimit, 50)
    .addOption(jsonFlag())
    .action(async (options: ListedAudit) => {
      const { listAudit } = await import('./commands/audit.ts');
      onEnd(await listAudit(context, options));
    });
  audit
    .command('verify')
    .description('walk every chain; fails when a line is not as it was written')
    .addOption(jsonFlag())
    .action(async (options: { json: boolean }) => {
      const { verifyAudit } = await import('./commands/audit.ts');
      onEnd(await verifyAudit(context, options));
    });
  audit
    .command('export')
    .description('write the events of a time to a new file, one JSON object a line, newest first')
    .requiredOption('--out <file>', 'a file that is not there yet')
    .option('--from <time>', 'at or after this time')
    .option('--to <time>', 'at or before this time')
    .addOption(jsonFlag())
    .action(async (options: ExportedAudit) => {
      const { exportAudit } = await import('./commands/audit.ts');
      onEnd(await exportAudit(context, options));
    });
}

const MAX_LIMIT = 500;

function parseLimit(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text) && Number(text) <= MAX_LIMIT) return Number(text);
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${MAX_LIMIT}.`);
}
