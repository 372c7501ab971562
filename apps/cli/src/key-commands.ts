import { LANES, PERMISSIONS, ROLES } from '@ragfleet/kernel';
import { Argument, type Command, InvalidArgumentError, Option } from 'commander';
import type { CommandContext } from './command-context.ts';
import type { CreateKeyOptions } from './commands/keys.ts';
import { jsonFlag } from './json-flag.ts';

type OnEnd = (ok: boolean) => void;

const MAX_OVERLAP_SECONDS = 86_400;

/** `keys`: the API keys of the tenant. */
export function addKeyCommands(program: Command, context: CommandContext, onEnd: OnEnd): void {
  const keys = program.command('keys').description('list, create, rotate and revoke API keys');
  keys
    .command('list')
    .description('show the keys of the tenant; fails when one has expired')
    .addOption(jsonFlag())
    .action(async (options: { json: boolean }) => {
      const { listKeys } = await import('./commands/keys.ts');
      onEnd(await listKeys(context, options));
    });
  addCreate(keys, context, onEnd);
  keys
    .command('rotate')
    .description('give a key a new secret')
    .argument('<id>', 'the eight characters after the second _')
    .option('--overlap <seconds>', 'how long the old secret works on', parseOverlap, 3_600)
    .addOption(jsonFlag())
    .action(async (id: string, options: { json: boolean; overlap: number }) => {
      const { rotateKey } = await import('./commands/keys.ts');
      onEnd(await rotateKey(context, id, options));
    });
  keys
    .command('revoke')
    .description('end a key, everywhere within 5 s')
    .argument('<id>')
    .addOption(jsonFlag())
    .action(async (id: string, options: { json: boolean }) => {
      const { revokeKey } = await import('./commands/keys.ts');
      onEnd(await revokeKey(context, id, options));
    });
}

function addCreate(keys: Command, context: CommandContext, onEnd: OnEnd): void {
  keys
    .command('create')
    .description('create a key and show its secret, this once')
    .addArgument(new Argument('<principal>', 'the person or service it is for'))
    .addOption(new Option('--role <role>', 'what it may do').choices([...ROLES]).makeOptionMandatory())
    .option('--name <text>', 'for people, such as where it is used')
    .addOption(new Option('--permission <names...>', 'beyond the role').choices([...PERMISSIONS]))
    .addOption(new Option('--scope <names...>', 'of all these, only those').choices([...PERMISSIONS]))
    .option('--namespace <names...>', 'that it reads (default)')
    .option('--department <name>', 'of whoever uses it')
    .addOption(new Option('--lane <names...>', 'that it may ask in').choices([...LANES]))
    .option('--rate <number>', 'questions a second', parseRate)
    .option('--expires <time>', 'such as 2027-01-31T00:00:00Z')
    .addOption(jsonFlag())
    .action(async (principal: string, options: CreateKeyOptions) => {
      const { createKey } = await import('./commands/keys.ts');
      onEnd(await createKey(context, principal, options));
    });
}

function parseOverlap(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= MAX_OVERLAP_SECONDS) return Number(text);
  throw new InvalidArgumentError(`It must be a whole number of seconds from 0 to ${MAX_OVERLAP_SECONDS}.`);
}

function parseRate(text: string): number {
  const rate = Number(text);
  if (text.trim() !== '' && rate >= 0.1 && rate <= 10_000) return rate;
  throw new InvalidArgumentError('It must be a number from 0.1 to 10000.');
}
