import { defineScript, keysLike, type Redis, redisReply, type Script } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import type { ResealReport, SealedPlace } from './contract.ts';
import { resealEndpoints } from './reseal-endpoints.ts';
import { resealed, tenantOf, UNREADABLE } from './walk-keys.ts';

export interface ResealOptions {
  readonly redis: Redis;
  readonly sealer: Sealer;
  readonly places: readonly SealedPlace[];
  readonly signal: AbortSignal;
}

// Only what is still as it was read: whoever writes meanwhile writes under the current key. Lifetimes stay.
const REPLACE = `
local field, before, after = ARGV[1], ARGV[2], ARGV[3]
if field == '' then
  if redis.call('GET', KEYS[1]) ~= before then return 0 end
  redis.call('SET', KEYS[1], after, 'KEEPTTL')
else
  if redis.call('HGET', KEYS[1], field) ~= before then return 0 end
  redis.call('HSET', KEYS[1], field, after)
end
return 1`;

/**
 * Seals under the current master key what an older one opens, place by place, while the fleet runs. May be run again at
 * any time: what is done is passed over. Faults: unavailable; rejects with the signal's reason.
 */
export async function resealPlaces(options: ResealOptions): Promise<readonly ResealReport[]> {
  const replace = defineScript(options.redis, 'rfReseal', 1, REPLACE);
  const reports: ResealReport[] = [];
  for (const place of options.places) reports.push(await resealPlace(options, replace, place));
  reports.push(await resealEndpoints(options));
  return reports;
}

async function resealPlace(
  { redis, sealer, signal }: ResealOptions,
  replace: Script,
  place: SealedPlace,
): Promise<ResealReport> {
  const count = { resealed: 0, unreadable: 0 };
  for await (const key of keysLike(redis, { pattern: place.pattern, signal })) {
    for (const [field, before] of await textsOf(redis, key, place)) {
      const after = resealed(sealer, tenantOf(key), place.purpose, before);
      if (after === UNREADABLE) count.unreadable += 1;
      else if (after !== null && (await replace([key], [field, before, after])) === 1) count.resealed += 1;
    }
  }
  return { kind: place.kind, ...count };
}

async function textsOf(
  redis: Redis,
  key: string,
  { fields }: SealedPlace,
): Promise<readonly (readonly [field: string, text: string])[]> {
  const names = fields ?? [''];
  const texts =
    fields === null ? [await redisReply(redis.get(key))] : await redisReply(redis.hmget(key, ...fields));
  return names.flatMap((name, at) => {
    const text = texts[at];
    return text === null || text === undefined || text === '' ? [] : [[name, text] as const];
  });
}
