import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CommandContext } from './command-context.ts';
import type { CostsOptions } from './commands/costs.ts';
import type { CostsEmbeddingsOptions } from './commands/costs-embeddings.ts';
import type { CostsExportOptions } from './commands/costs-export.ts';
import type { CostsEstimateOptions } from './commands/costs-estimate.ts';
import type { CostsVectorDatabasesOptions } from './commands/costs-vector-databases.ts';
import { jsonFlag } from './json-flag.ts';

type OnEnd = (ok: boolean) => void;

/**
 * `costs`, the fleet's report, and below it what needs no fleet. commander hands a --json that stands behind one of these
 * to `costs` itself, so they read their options with those above them.
 */
export function addCostCommands(program: Command, context: CommandContext, onEnd: OnEnd): void {
  const report = program
    .command('costs')
    .description('show what questions cost')
    .option('--from <date>', 'first day, YYYY-MM-DD')
    .option('--to <date>', 'last day, YYYY-MM-DD')
    .addOption(new Option('--group-by <what>', 'one group each').choices(['day', 'model', 'user', 'route']))
    .addOption(jsonFlag())
    .hook('preSubcommand', refuseOptionsOfReport)
    .action(async (options: CostsOptions) => {
      const { costs } = await import('./commands/costs.ts');
      onEnd(await costs(context, options));
    });
  addExport(report, context, onEnd);
  addEstimate(report, context, onEnd);
  addEmbeddings(report, context, onEnd);
  addVectorDatabases(report, context, onEnd);
}

/** What stands behind a command below the report is the report's own to commander, also what that command does not take. */
function refuseOptionsOfReport(report: Command, below: Command): void {
  for (const option of report.options) {
    const isGiven = report.getOptionValueSource(option.attributeName()) === 'cli';
    if (isGiven && !below.options.some(({ long }) => long === option.long))
      below.error(`error: unknown option '${option.long}'`, { code: 'commander.unknownOption' });
  }
}

function addExport(report: Command, context: CommandContext, onEnd: OnEnd): void {
  report
    .command('export')
    .description('write what was spent by day, user, model and route, as rows that add up to the report')
    .addOption(new Option('--format <format>', 'csv or JSON lines').choices(['csv', 'jsonl']).default('csv'))
    .option('--out <file>', 'a new file; standard output when left out')
    .option('--from <date>', 'first day, YYYY-MM-DD')
    .option('--to <date>', 'last day, YYYY-MM-DD')
    .addOption(jsonFlag())
    .action(async (_: unknown, command: Command) => {
      const { costsExport } = await import('./commands/costs-export.ts');
      onEnd(await costsExport(context, command.optsWithGlobals<CostsExportOptions>()));
    });
}

function addEstimate(report: Command, context: CommandContext, onEnd: OnEnd): void {
  report
    .command('estimate')
    .description('estimate a bill from what is expected; needs no fleet')
    .requiredOption('--daily-queries <number>', 'questions a day', parseAmount)
    .option('--query-tokens <number>', 'of a question (0)', parseAmount)
    .option('--context-tokens <number>', 'of its passages (3000)', parseAmount)
    .option('--response-tokens <number>', 'of its answer (400)', parseAmount)
    .option('--models <shares>', 'which model answers which share (gpt-4o-mini=0.7,gpt-4o=0.3)', parseShares)
    .option('--embedding-model <name>', 'what questions are embedded with (text-embedding-3-small)')
    .option('--factor <number>', 'what is paid of the bill (1)', parseAmount)
    .option('--days <number>', 'length of a month (30)', parseCount)
    .addOption(jsonFlag())
    .action(async (_: unknown, command: Command) => {
      const { costsEstimate } = await import('./commands/costs-estimate.ts');
      onEnd(await costsEstimate(context, command.optsWithGlobals<CostsEstimateOptions>()));
    });
}

function addEmbeddings(report: Command, context: CommandContext, onEnd: OnEnd): void {
  report
    .command('embeddings')
    .description('compare ways to embed documents; needs no fleet')
    .requiredOption('--documents <number>', 'how many', parseCount)
    .option('--tokens <number>', 'tokens of a document', parseAmount, 500)
    .option('--model <name>', 'embedding model', 'text-embedding-3-small')
    .addOption(jsonFlag())
    .action(async (_: unknown, command: Command) => {
      const { costsEmbeddings } = await import('./commands/costs-embeddings.ts');
      onEnd(await costsEmbeddings(context, command.optsWithGlobals<CostsEmbeddingsOptions>()));
    });
}

function addVectorDatabases(report: Command, context: CommandContext, onEnd: OnEnd): void {
  report
    .command('vector-databases')
    .description('compare what vector databases cost a month; needs no fleet')
    .requiredOption('--vectors <number>', 'how many', parseCount)
    .option('--queries-per-month <number>', 'reads', parseCount, 0)
    .option('--writes-per-month <number>', 'writes', parseCount, 0)
    .option('--dimension <number>', 'numbers of a vector', parseCount, 1_536)
    .addOption(jsonFlag())
    .action(async (_: unknown, command: Command) => {
      const { costsVectorDatabases } = await import('./commands/costs-vector-databases.ts');
      onEnd(await costsVectorDatabases(context, command.optsWithGlobals<CostsVectorDatabasesOptions>()));
    });
}

function parseAmount(text: string): number {
  const amount = Number(text);
  if (text.trim() !== '' && Number.isFinite(amount) && amount >= 0) return amount;
  throw new InvalidArgumentError('It must be a number from 0 on.');
}

function parseCount(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 0 on.');
}

function parseShares(text: string): Record<string, number> {
  const shares = text.split(',').map((part): [string, number] => {
    // A model's name may hold everything but the last "=".
    const at = part.lastIndexOf('=');
    if (at < 1) throw new InvalidArgumentError('It must be shares such as gpt-4o-mini=0.7,gpt-4o=0.3.');
    return [part.slice(0, at).trim(), parseAmount(part.slice(at + 1))];
  });
  return Object.fromEntries(shares);
}
