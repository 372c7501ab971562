import { Fault } from '@ragfleet/kernel';
import type { CommandContext } from './command-context.ts';

/**
 * Where a store is: that of the fleet in the folder that was named, else what its variable says, else that of the fleet on
 * this machine. For commands that read what no caller of the API may. Fault `invalid-input` where nobody tells.
 */
export async function storeUrl(
  { stores, dataDir, fleet }: Pick<CommandContext, 'stores' | 'dataDir' | 'fleet'>,
  variable: 'DATABASE_URL' | 'QUEUE_REDIS_URL',
): Promise<string> {
  const named = dataDir === undefined ? stores[variable] : undefined;
  if (named !== undefined) return named;
  const { local } = await fleet();
  const url = variable === 'DATABASE_URL' ? local?.postgres_url : local?.queue_redis_url;
  if (url !== undefined) return url;
  throw new Fault(
    'invalid-input',
    `Set ${variable}: this command reads the store itself, which the fleet does not tell over HTTP.`,
  );
}
