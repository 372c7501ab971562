import { LANES, type Lane } from '@ragfleet/kernel';
import type { Sealer } from '@ragfleet/sealing';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import type { CommandContext } from './command-context.ts';
import type { CalibrateOptions } from './commands/cache-calibrate.ts';
import type { CheckoutProgram } from './commands/checkout-program.ts';
import { completion } from './commands/completion.ts';
import type { EraseOptions } from './commands/erase.ts';
import type { FeedbackExportOptions } from './commands/feedback-export.ts';
import type { IngestOptions } from './commands/ingest.ts';
import type { SourcesOptions } from './commands/sources.ts';
import { SHELLS, type Shell } from './completion/render-completion.ts';
import { addAuditCommands } from './audit-commands.ts';
import { addCostCommands } from './cost-commands.ts';
import type { Machine } from './doctor/check-machine.ts';
import { jsonFlag } from './json-flag.ts';
import { addKeyCommands } from './key-commands.ts';
import { addTenantCommands } from './tenant-commands.ts';
import { addWebhookCommands } from './webhook-commands.ts';

type OnEnd = (ok: boolean, exitCode?: number) => void;

interface ProgramOptions {
  readonly context: CommandContext;
  readonly machine: Machine;
  /** Under the master keys that the environment names. Rejects when a variable is wrong. */
  readonly sealer: () => Promise<Sealer>;
  /** Told whether the command held what it promises, and the exit code of a program that it handed over to. */
  readonly onEnd: OnEnd;
}

/** The command line. Every command ends in `onEnd` or throws. */
export function createProgram({ context, machine, sealer, onEnd }: ProgramOptions): Command {
  const program = new Command('ragfleet')
    .description('Ask and run a Ragfleet')
    .option(
      '--data-dir <dir>',
      'the data folder of a fleet on this machine, before what any variable names (.ragfleet)',
    )
    .showHelpAfterError(HELP_HINT)
    .addHelpText('after', HELP)
    .exitOverride();
  addQuestionCommands(program, context, onEnd);
  addUpkeepCommands(program, { context, sealer, onEnd });
  addMcpCommand(program, context, onEnd);
  addEraseCommand(program, context, onEnd);
  addFeedbackCommands(program, context, onEnd);
  addCostCommands(program, context, onEnd);
  addCacheCommands(program, context, onEnd);
  addWebhookCommands(program, context, onEnd);
  addKeyCommands(program, context, onEnd);
  addTenantCommands(program, context, onEnd);
  addAuditCommands(program, context, onEnd);
  addDoctorCommand(program, { context, machine, onEnd });
  addCheckoutCommands(program, { context, root: machine.root, onEnd });
  addCompletionCommand(program, context, onEnd);
  return program;
}

function addQuestionCommands(program: Command, context: CommandContext, onEnd: (ok: boolean) => void): void {
  program
    .command('ask')
    .description('ask a question and stream the answer')
    .argument('<question>')
    .addOption(new Option('--priority <lane>', 'the lane').choices([...LANES]))
    .option('--namespace <names...>', 'search these namespaces alone')
    .addOption(jsonFlag())
    .action(async (question: string, options: { json: boolean; priority?: Lane; namespace?: string[] }) => {
      const { ask } = await import('./commands/ask.ts');
      onEnd(await ask(context, question, options));
    });
  program
    .command('ingest')
    .description('send the txt, md, html, pdf, docx and jsonl files of a folder, or one file')
    .argument('<path>')
    .option('--namespace <name>', 'for documents that name none themselves')
    .option('--department <name>', 'for documents that name none themselves')
    .addOption(
      new Option('--embedding <how>', 'batch costs less and takes longer').choices(['realtime', 'batch']),
    )
    .addOption(jsonFlag())
    .action(async (path: string, options: IngestOptions) => {
      const { ingest } = await import('./commands/ingest.ts');
      onEnd(await ingest(context, path, options));
    });
}

/** What looks after a fleet without asking it anything. */
function addUpkeepCommands(
  program: Command,
  { context, sealer, onEnd }: Pick<ProgramOptions, 'context' | 'sealer' | 'onEnd'>,
): void {
  program
    .command('queue')
    .description('show the jobs of every queue')
    .addOption(jsonFlag())
    .action(async (options: { json: boolean }) => {
      const { queue } = await import('./commands/queue.ts');
      onEnd(await queue(context, options));
    });
  program
    .command('sources')
    .description('show how the sources stand that are kept in step, or pass over one now')
    .option('--pass <tenant/source>', 'ask for a pass over this source')
    .addOption(jsonFlag())
    .action(async (options: SourcesOptions) => {
      const { sources } = await import('./commands/sources.ts');
      onEnd(await sources(context, options));
    });
  program
    .command('vectors')
    .description('what an index of vectors holds')
    .command('refill')
    .description('write again what the index of EMBEDDING_MODEL has lost, and the labels of all it holds')
    .addOption(jsonFlag())
    .action(async (options: { json: boolean }) => {
      const { vectorsRefill } = await import('./commands/vectors-refill.ts');
      onEnd(await vectorsRefill(context, options));
    });
  program
    .command('rotate-keys')
    .description('seal under RAGFLEET_MASTER_KEY what the keys of RAGFLEET_MASTER_KEYS_OLD open')
    .addOption(jsonFlag())
    .action(async (options: { json: boolean }) => {
      const { rotateKeys } = await import('./commands/rotate-keys.ts');
      onEnd(await rotateKeys(context, await sealer(), options));
    });
}

function addDoctorCommand(
  program: Command,
  { context, machine, onEnd }: Pick<ProgramOptions, 'context' | 'machine' | 'onEnd'>,
): void {
  program
    .command('doctor')
    .description('look for what keeps a fleet from working')
    .addOption(jsonFlag())
    .action(async (options: { json: boolean }) => {
      const { doctor } = await import('./commands/doctor.ts');
      onEnd(await doctor(context, machine, options));
    });
}

function addCompletionCommand(program: Command, context: CommandContext, onEnd: (ok: boolean) => void): void {
  program
    .command('completion')
    .description('print a script that makes a shell complete these words')
    .addArgument(new Argument('<shell>').choices([...SHELLS]))
    .addOption(jsonFlag())
    .addHelpText('after', COMPLETION_HELP)
    .action((shell: Shell, options: { json: boolean }) =>
      onEnd(completion(context, program, { ...options, shell })),
    );
}

/** How a message ends that says a command was called wrongly. */
export const HELP_HINT = '(add --help for what it takes)';

const HELP = `
Commands speak to the fleet on this machine, or to the one that RAGFLEET_URL and RAGFLEET_API_KEY name.
Exit codes: 0 it is done, 1 it failed, 2 it was called wrongly.
With --json the last line of standard output is one JSON object, also when the command fails.`;

const COMPLETION_HELP = `
bash: source <(ragfleet completion bash)      in ~/.bashrc
zsh:  source <(ragfleet completion zsh)       in ~/.zshrc
fish: ragfleet completion fish | source       in ~/.config/fish/config.fish`;

interface CheckoutCommands {
  readonly context: CommandContext;
  readonly root: string;
  readonly onEnd: OnEnd;
}

/** Programs of this repository, with options of their own. */
function addCheckoutCommands(program: Command, { context, root, onEnd }: CheckoutCommands): void {
  const add = (name: CheckoutProgram, description: string): void => {
    program
      .command(name)
      .description(description)
      .argument('[options...]', `as \`npm run ${name} --\` takes them`)
      .allowUnknownOption()
      .helpOption(false)
      .action(async (args: string[]) => {
        const { runCheckoutProgram } = await import('./commands/checkout-program.ts');
        const exitCode = await runCheckoutProgram(context, { root, name, args });
        onEnd(exitCode === 0, exitCode);
      });
  };
  add('bench', 'measure what the fleet costs beside other software; in a checkout alone');
  add('eval', 'measure how well search and answers are on a data set; in a checkout alone');
}

function addMcpCommand(program: Command, context: CommandContext, onEnd: (ok: boolean) => void): void {
  program
    .command('mcp')
    .description(
      'serve ask and search as tools of the Model Context Protocol, over standard input and output',
    )
    .action(async () => {
      const { mcp } = await import('./commands/mcp.ts');
      onEnd(await mcp(context));
    });
}

function addEraseCommand(program: Command, context: CommandContext, onEnd: (ok: boolean) => void): void {
  program
    .command('erase')
    .description("erase a person's data and revoke their keys; nothing brings it back")
    .argument('<user>', 'the principal id of their keys or tokens')
    .requiredOption('--confirm <user>', 'the same again')
    .option('--wait', 'until nothing is left, which takes two minutes at least', false)
    .addOption(jsonFlag())
    .action(async (user: string, options: EraseOptions) => {
      const { erase } = await import('./commands/erase.ts');
      onEnd(await erase(context, user, options));
    });
}

function addFeedbackCommands(program: Command, context: CommandContext, onEnd: (ok: boolean) => void): void {
  program
    .command('feedback')
    .description('use what people think of answers')
    .command('export')
    .description('write rated questions and the passages around them as a folder that the evaluation reads')
    .requiredOption('--out <dir>', 'a new folder')
    .addOption(jsonFlag())
    .action(async (options: FeedbackExportOptions) => {
      const { feedbackExport } = await import('./commands/feedback-export.ts');
      onEnd(await feedbackExport(context, options));
    });
}

function addCacheCommands(program: Command, context: CommandContext, onEnd: (ok: boolean) => void): void {
  const cache = program.command('cache').description('look at the cache of answers, and find its threshold');
  cache
    .command('stats')
    .description('show how often answers come from the cache, and what that saved')
    .addOption(jsonFlag())
    .action(async (options: { json: boolean }) => {
      const { cacheStats } = await import('./commands/cache-stats.ts');
      onEnd(await cacheStats(context, options));
    });
  cache
    .command('calibrate')
    .description('find the threshold of the semantic cache from pairs of questions that you have labelled')
    .requiredOption('--pairs <file>', 'JSON lines such as {"a": "…", "b": "…", "same": true}')
    .option('--false-hits <rate>', 'share of the different pairs that may be served', parseRate, 0.01)
    .addOption(jsonFlag())
    .action(async (options: CalibrateOptions) => {
      const { cacheCalibrate } = await import('./commands/cache-calibrate.ts');
      onEnd(await cacheCalibrate(context, options));
    });
}

function parseRate(text: string): number {
  const rate = Number(text);
  if (text.trim() !== '' && rate >= 0 && rate <= 1) return rate;
  throw new InvalidArgumentError('It must be a share from 0 to 1, such as 0.01.');
}
