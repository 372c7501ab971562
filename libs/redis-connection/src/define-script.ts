import type { Redis } from 'ioredis';
import { redisReply } from './redis-fault.ts';

export type ScriptArgument = string | number | Buffer;

/** Runs a loaded script. The reply is what Lua returned, for the caller to parse; failures are Faults. */
export type Script = (keys: readonly string[], args: readonly ScriptArgument[]) => Promise<unknown>;

type ScriptCommand = (...args: readonly ScriptArgument[]) => Promise<unknown>;

/**
 * Loads a Lua script on a connection: the text travels once per socket, then EVALSHA with its digest.
 * `name` must be unique per connection and no Redis command. `numberOfKeys` is checked at every call, because
 * a key passed as an argument would break on a cluster without a word.
 */
export function defineScript(redis: Redis, name: string, numberOfKeys: number, lua: string): Script {
  redis.defineCommand(name, { numberOfKeys, lua });
  const command = scriptCommand(redis, name);
  return (keys, args) => {
    if (keys.length !== numberOfKeys) {
      throw new TypeError(`The script ${name} takes ${numberOfKeys} keys and got ${keys.length}.`);
    }
    return redisReply(command(...keys, ...args));
  };
}

function scriptCommand(redis: Redis, name: string): ScriptCommand {
  const method: unknown = Reflect.get(redis, name);
  if (typeof method !== 'function') throw new TypeError(`The script ${name} could not be defined.`);
  return (...args) => Promise.resolve(Reflect.apply(method, redis, args));
}
