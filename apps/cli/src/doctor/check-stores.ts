import type { FleetAddress } from '../find-fleet.ts';
import { checkCacheRedis, checkQueueRedis } from './check-redis.ts';
import { checkStore } from './check-store.ts';
import type { Finding } from './contract.ts';

/** The stores of the fleet on this machine, else those that the variables of this shell name; none where neither does. */
export async function checkStores(
  local: FleetAddress['local'],
  environment: NodeJS.ProcessEnv,
): Promise<Finding[]> {
  const url = (ofFleet: string | undefined, variable: string): [string, string] | null => {
    if (ofFleet !== undefined) return [ofFleet, 'See the logs in the data folder of the fleet.'];
    const named = environment[variable];
    return named === undefined ? null : [named, `Correct ${variable}, or start that server.`];
  };
  const queue = url(local?.queue_redis_url, 'QUEUE_REDIS_URL');
  const cache = url(local?.cache_redis_url, 'CACHE_REDIS_URL');
  const store = url(local?.postgres_url, 'DATABASE_URL');
  const findings = await Promise.all([
    queue === null ? [] : checkQueueRedis(...queue),
    cache === null ? [] : checkCacheRedis(...cache),
    store === null ? [] : checkStore(...store),
  ]);
  return findings.flat();
}
