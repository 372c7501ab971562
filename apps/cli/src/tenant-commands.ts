import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CommandContext } from './command-context.ts';
import type { BootstrapOptions } from './commands/tenants-bootstrap.ts';
import type { ExportOptions } from './commands/tenants-export.ts';
import type { RevokeOperatorOptions } from './commands/tenants-operators.ts';
import type { Limit, TenantOptions } from './commands/tenants.ts';
import { jsonFlag } from './json-flag.ts';

type OnEnd = (ok: boolean) => void;
interface JsonOption {
  readonly json: boolean;
}

/** `tenants`: who is on the fleet. With an operator's key, but `export`, which takes an admin's, and who the operators are. */
export function addTenantCommands(program: Command, context: CommandContext, onEnd: OnEnd): void {
  const tenants = program.command('tenants').description('make, change and delete tenants');
  tenants
    .command('list')
    .description('list every tenant, newest first')
    .addOption(jsonFlag())
    .action(async (options: JsonOption) => {
      const { listTenants } = await import('./commands/tenants.ts');
      onEnd(await listTenants(context, options));
    });
  withFacts(tenants.command('create').description("make a tenant; prints its admin's first key, this once"))
    .argument('<id>', 'small letters, digits and dashes')
    .requiredOption('--name <name>', 'for people')
    .option('--admin <principal>', 'whose the first key is')
    .addOption(jsonFlag())
    .action(async (id: string, options: TenantOptions & { name: string; admin?: string }) => {
      const { createTenant } = await import('./commands/tenants.ts');
      onEnd(await createTenant(context, id, options));
    });
  withFacts(tenants.command('update').description('change what is named'))
    .argument('<id>')
    .option('--name <name>', 'for people')
    .addOption(jsonFlag())
    .action(async (id: string, options: TenantOptions) => {
      const { updateTenant } = await import('./commands/tenants.ts');
      onEnd(await updateTenant(context, id, options));
    });
  addOneTenantCommands(tenants, context, onEnd);
  addOperatorCommands(tenants, context, onEnd);
}

/** Next to the queue Redis: nobody does these over HTTP. */
function addOperatorCommands(tenants: Command, context: CommandContext, onEnd: OnEnd): void {
  tenants
    .command('bootstrap')
    .description("make the first operator's key, next to the queue Redis; prints it this once")
    .option('--principal <name>', 'whose it is', 'operator')
    .option('--another', 'also where there is an operator', false)
    .addOption(jsonFlag())
    .action(async (options: BootstrapOptions) => {
      const { bootstrap } = await import('./commands/tenants-bootstrap.ts');
      onEnd(await bootstrap(context, options));
    });
  const operators = tenants
    .command('operators')
    .description("list the operators' keys, newest first, next to the queue Redis")
    .addOption(jsonFlag())
    .action(async (options: JsonOption) => {
      const { listOperators } = await import('./commands/tenants-operators.ts');
      onEnd(await listOperators(context, options));
    });
  operators
    .command('revoke')
    .description("end an operator's key everywhere, within 5 s")
    .argument('<key-id>')
    .option('--last', 'also where no operator is left then', false)
    .addOption(jsonFlag())
    // commander hands a --json that stands behind `revoke` to `operators`.
    .action(async (keyId: string, _: unknown, command: Command) => {
      const { revokeOperator } = await import('./commands/tenants-operators.ts');
      onEnd(await revokeOperator(context, keyId, command.optsWithGlobals<RevokeOperatorOptions>()));
    });
}

function addOneTenantCommands(tenants: Command, context: CommandContext, onEnd: OnEnd): void {
  const one = (name: string, description: string): Command =>
    tenants.command(name).description(description).argument('<id>').addOption(jsonFlag());
  one('show', 'show a tenant').action(async (id: string, options: JsonOption) => {
    const { showTenant } = await import('./commands/tenants.ts');
    onEnd(await showTenant(context, id, options));
  });
  one('suspend', 'let nobody of a tenant in, and keep everything').action(
    async (id: string, options: JsonOption) => {
      const { setTenantStatus } = await import('./commands/tenants.ts');
      onEnd(await setTenantStatus(context, id, 'suspended', options));
    },
  );
  one('resume', 'let them in again').action(async (id: string, options: JsonOption) => {
    const { setTenantStatus } = await import('./commands/tenants.ts');
    onEnd(await setTenantStatus(context, id, 'active', options));
  });
  one('delete', 'delete a tenant with everything that it has; nothing brings it back')
    .requiredOption('--confirm <id>', 'the id again')
    .action(async (id: string, options: JsonOption & { confirm: string }) => {
      const { deleteTenant } = await import('./commands/tenants.ts');
      onEnd(await deleteTenant(context, id, options));
    });
  one('export', "write what a tenant has into a folder, with an admin's key")
    .requiredOption('--out <dir>', 'a folder that is not there yet, or empty')
    .action(async (id: string, options: ExportOptions) => {
      const { exportTenant } = await import('./commands/tenants-export.ts');
      onEnd(await exportTenant(context, id, options));
    });
}

/** What may be chosen for a tenant. `none` goes back to the fleet's. */
function withFacts(command: Command): Command {
  return command
    .option('--time-zone <zone>', "such as Europe/Berlin; none: the fleet's")
    .addOption(new Option('--region <region>').choices(['us', 'eu', 'apac', 'uk', 'none']))
    .addOption(
      new Option(
        '--cross-region-fallback <yes>',
        'let models of another region answer when its own fail',
      ).choices(['on', 'off']),
    )
    .addOption(new Option('--thin-webhooks <yes>', 'leave results out of webhooks').choices(['on', 'off']))
    .option('--retention-hours <hours>', 'that finished queries are kept, 1 to 24, or none', parseLimit)
    .option('--requests-per-second <number>', 'of all keys together, or none', parseLimit)
    .option('--requests-per-second-per-key <number>', 'of each key, or none', parseLimit)
    .option('--open-queries <number>', 'queued or running, or none', parseLimit)
    .option('--high-lane-share <share>', 'of the high lane, above 0 to 1, or none', parseLimit);
}

function parseLimit(text: string): Limit {
  if (text === 'none') return text;
  const limit = Number(text);
  if (text.trim() !== '' && limit > 0 && Number.isFinite(limit)) return limit;
  throw new InvalidArgumentError('It must be a number above 0, or none.');
}
