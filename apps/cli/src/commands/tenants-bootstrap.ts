import { createApiKeys, listOperatorKeys } from '@ragfleet/identity';
import { Fault } from '@ragfleet/kernel';
import { createSealer } from '@ragfleet/sealing';
import { processVariables, readConfig, storeVariables } from '@ragfleet/service-runtime';
import { z } from 'zod';
import { type CommandContext, jsonLine } from '../command-context.ts';
import { onQueueRedis } from '../on-queue-redis.ts';

export interface BootstrapOptions {
  readonly json: boolean;
  readonly principal: string;
  /** Also where there is an operator. */
  readonly another: boolean;
}

const { QUEUE_REDIS_URL, RAGFLEET_MASTER_KEY } = storeVariables;
const { RAGFLEET_ENV } = processVariables;
/** As the fleet's own processes read them. */
const variables = z.object({ QUEUE_REDIS_URL, RAGFLEET_MASTER_KEY, RAGFLEET_ENV });

const PRINCIPAL = /^[\w.@-]{1,128}$/;

/**
 * Makes the key of a fleet's first operator. It needs what no caller of the API has: the queue Redis and the master key.
 * Whoever has these can make keys anyway. Fault `conflict` where there is an operator, unless another is asked for.
 */
export async function bootstrap(
  context: CommandContext,
  { json, principal, another }: BootstrapOptions,
): Promise<boolean> {
  if (!PRINCIPAL.test(principal))
    throw new Fault(
      'invalid-input',
      'Name the operator with 1-128 letters, digits, dots, dashes, underscores or @.',
    );
  if (context.dataDir !== undefined)
    throw new Fault(
      'invalid-input',
      'Leave --data-dir out: the fleet of a data folder has an operator. This command is for the one that QUEUE_REDIS_URL names.',
    );
  const config = readConfig(variables, context.stores);
  const { QUEUE_REDIS_URL: url, RAGFLEET_MASTER_KEY, RAGFLEET_ENV: environment } = config;
  return onQueueRedis(url, async (redis) => {
    if (!another && (await listOperatorKeys(redis, context.signal)).length > 0)
      throw new Fault(
        'conflict',
        'This fleet has an operator. Use its key, or add --another to make one more.',
      );
    const apiKeys = createApiKeys({ redis, sealer: createSealer(RAGFLEET_MASTER_KEY), environment });
    const { keyId, secret } = await apiKeys.createOperator(principal);
    if (json) context.print(jsonLine({ key_id: keyId, principal, secret }));
    else context.print(`Operator's key, shown this once: ${secret}`);
    return true;
  });
}
