import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CommandContext } from './command-context.ts';
import type { ListedDeliveries, RedeliverOptions } from './commands/webhooks.ts';
import { jsonFlag } from './json-flag.ts';

type OnEnd = (ok: boolean) => void;

/** What the API takes of each at once. */
const [MAX_LISTED, MAX_REDELIVERED] = [100, 500] as const;

/** `webhooks`: what went out, where to, and what is sent again. */
export function addWebhookCommands(program: Command, context: CommandContext, onEnd: OnEnd): void {
  const webhooks = program.command('webhooks').description('look at webhooks, and send them again');
  webhooks
    .command('deliveries')
    .description('list webhooks, newest first')
    .addOption(new Option('--status <status>', 'these alone').choices(['pending', 'delivered', 'dead']))
    .option('--query <id>', 'of one query')
    .option('--after <id>', 'older than this one, to go on after a page')
    .option('--limit <number>', 'at most', limitTo(MAX_LISTED), 20)
    .addOption(jsonFlag())
    .action(async (options: ListedDeliveries) => {
      const { listWebhookDeliveries } = await import('./commands/webhooks.ts');
      onEnd(await listWebhookDeliveries(context, options));
    });
  webhooks
    .command('redeliver')
    .description('send one webhook again, or without an id those of a time, oldest first')
    .argument('[id]', 'of the delivery: the webhook-id that the receiver saw')
    .addOption(new Option('--status <status>', 'which ones').choices(['dead', 'delivered']).default('dead'))
    .option('--from <time>', 'made at or after this time, such as 2026-11-01T00:00:00Z')
    .option('--to <time>', 'made at or before this time')
    .option('--limit <number>', 'at most', limitTo(MAX_REDELIVERED), 100)
    .addOption(jsonFlag())
    .action(async (id: string | undefined, options: RedeliverOptions) => {
      const { redeliverWebhooks } = await import('./commands/webhooks.ts');
      onEnd(await redeliverWebhooks(context, id, options));
    });
  webhooks
    .command('endpoints')
    .description('show where webhooks go and how those endpoints do')
    .option('--disabled', 'those alone that take no more', false)
    .addOption(jsonFlag())
    .action(async (options: { json: boolean; disabled: boolean }) => {
      const { listWebhookEndpoints } = await import('./commands/webhooks.ts');
      onEnd(await listWebhookEndpoints(context, options));
    });
  webhooks
    .command('enable')
    .description('send webhooks to a disabled endpoint again')
    .argument('<id>', 'of the endpoint')
    .addOption(jsonFlag())
    .action(async (id: string, options: { json: boolean }) => {
      const { enableWebhookEndpoint } = await import('./commands/webhooks.ts');
      onEnd(await enableWebhookEndpoint(context, id, options));
    });
}

function limitTo(max: number): (text: string) => number {
  return (text) => {
    if (/^[1-9]\d{0,2}$/.test(text) && Number(text) <= max) return Number(text);
    throw new InvalidArgumentError(`It must be a whole number from 1 to ${max}.`);
  };
}
