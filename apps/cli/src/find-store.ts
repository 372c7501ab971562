import { Fault } from '@ragfleet/kernel';
import { readConfig, storeVariables } from '@ragfleet/service-runtime';
import { z } from 'zod';
import type { CommandContext } from './command-context.ts';

/** A variable that says where a store is. */
export type StoreUrlVariable = 'CACHE_REDIS_URL' | 'DATABASE_URL' | 'QUEUE_REDIS_URL';

/**
 * Where a store is: that of the fleet in the folder that was named, else what its variable says, else that of the fleet on
 * this machine. For commands that read what no caller of the API may. Fault `invalid-input` where nobody tells, or the
 * variable holds no address of such a store.
 */
export async function storeUrl(
  { stores, dataDir, fleet }: Pick<CommandContext, 'stores' | 'dataDir' | 'fleet'>,
  variable: Exclude<StoreUrlVariable, 'CACHE_REDIS_URL'>,
): Promise<string> {
  const named = dataDir === undefined ? namedStoreUrl(stores, variable) : undefined;
  if (named !== undefined) return named;
  const { local } = await fleet();
  const url = variable === 'DATABASE_URL' ? local?.postgres_url : local?.queue_redis_url;
  if (url !== undefined) return url;
  throw new Fault(
    'invalid-input',
    `Set ${variable}: this command reads the store itself, which the fleet does not tell over HTTP.`,
  );
}

/** What a variable says, as the fleet's own processes read it. Fault `invalid-input` when it is no address of such a store. */
export function namedStoreUrl(
  environment: NodeJS.ProcessEnv,
  variable: StoreUrlVariable,
): string | undefined {
  // A client of Redis would take an empty address for a server on this machine.
  if ((environment[variable] ?? '') === '') return undefined;
  return readConfig(z.object({ [variable]: storeVariables[variable] }), environment)[variable];
}
