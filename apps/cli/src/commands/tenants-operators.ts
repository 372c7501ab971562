import { listOperatorKeys, type OperatorKeyFacts, revokeOperatorKey } from '@ragfleet/identity';
import { Fault } from '@ragfleet/kernel';
import type { Redis } from '@ragfleet/redis-connection';
import { readConfig, storeVariables } from '@ragfleet/service-runtime';
import { z } from 'zod';
import { type CommandContext, jsonLine } from '../command-context.ts';
import { onQueueRedis } from '../on-queue-redis.ts';

interface JsonOption {
  readonly json: boolean;
}

export interface RevokeOperatorOptions extends JsonOption {
  /** Also where no operator is left then. */
  readonly last: boolean;
}

const { QUEUE_REDIS_URL } = storeVariables;
const variables = z.object({ QUEUE_REDIS_URL });

/** Shows the keys of operators, newest first. It needs the queue Redis: no caller of the API knows them. */
export function listOperators(context: CommandContext, { json }: JsonOption): Promise<boolean> {
  return onItsRedis(context, async (redis) => {
    const keys = await listOperatorKeys(redis, context.signal);
    if (json) context.print(jsonLine({ keys: keys.map(toJson) }));
    else for (const key of keys) context.print(lineOf(key));
    return true;
  });
}

/** Ends an operator's key everywhere, within 5 s. Fault `conflict` where it is the last one and that is not meant. */
export function revokeOperator(
  context: CommandContext,
  keyId: string,
  { json, last }: RevokeOperatorOptions,
): Promise<boolean> {
  return onItsRedis(context, async (redis) => {
    const outcome = await revokeOperatorKey(redis, { keyId, mayBeLast: last });
    if (outcome === 'unknown')
      throw new Fault('not-found', 'No operator has this key: ragfleet tenants operators lists them.');
    if (outcome === 'last')
      throw new Fault(
        'conflict',
        'This is the last operator. Make another first (ragfleet tenants bootstrap --another), or add --last.',
      );
    context.print(json ? jsonLine({ revoked: keyId }) : `${keyId} is revoked.`);
    return true;
  });
}

const onItsRedis = (context: CommandContext, work: (redis: Redis) => Promise<boolean>): Promise<boolean> =>
  onQueueRedis(readConfig(variables, context.stores).QUEUE_REDIS_URL, work);

const timeOf = (ms: number): string => new Date(ms).toISOString();

const toJson = ({ keyId, principalId, createdAtMs, lastUsedDay }: OperatorKeyFacts) => ({
  key_id: keyId,
  principal: principalId,
  created_at: timeOf(createdAtMs),
  last_used_on: lastUsedDay,
});

function lineOf({ keyId, principalId, createdAtMs, lastUsedDay }: OperatorKeyFacts): string {
  const used = lastUsedDay === null ? 'never used' : `last used ${lastUsedDay}`;
  return [keyId, timeOf(createdAtMs), principalId, used].join('  ');
}
