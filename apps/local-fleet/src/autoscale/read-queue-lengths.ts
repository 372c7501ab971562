import type { ScaledObject } from '@ragfleet/autoscaling';
import { defineScript, type Redis } from '@ragfleet/redis-connection';
import { z } from 'zod';
import type { ReadQueueLengths } from './contract.ts';

/** As KEDA counts a key of each type; all at one moment, so that a job on its way from one list to another counts once. */
const LENGTHS = `
local count = { list = 'LLEN', zset = 'ZCARD', set = 'SCARD', hash = 'HLEN' }
local lengths = {}
for at, key in ipairs(KEYS) do
  local command = count[redis.call('TYPE', key).ok]
  lengths[at] = command and redis.call(command, key) or 0
end
return lengths`;

/** Reads every key of the triggers with one command. A key that is not there has no entries. */
export function createQueueLengthReader(redis: Redis, { triggers }: ScaledObject): ReadQueueLengths {
  const keys = [...new Set(triggers.map(({ listName }) => listName))];
  const script = defineScript(redis, 'ragfleetQueueLengths', keys.length, LENGTHS);
  const reply = z.array(z.number()).length(keys.length);
  return async () => {
    const lengths = reply.parse(await script(keys, []));
    const byKey = new Map(keys.map((key, at) => [key, lengths[at] ?? null]));
    return (key) => byKey.get(key) ?? null;
  };
}
