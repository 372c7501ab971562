import { isFault } from '@ragfleet/kernel';
import type { FleetAddress } from '../find-fleet.ts';
import { namedStoreUrl, type StoreUrlVariable } from '../find-store.ts';
import { checkCacheRedis, checkQueueRedis } from './check-redis.ts';
import { checkStore } from './check-store.ts';
import { type Finding, ill } from './contract.ts';

interface Store {
  /** As findings name it. */
  readonly name: string;
  readonly variable: StoreUrlVariable;
  /** Its address in the fleet on this machine. */
  readonly url: string | undefined;
  readonly check: (url: string, hint: string) => Promise<Finding[]>;
}

/** The stores of the fleet on this machine, else those that the variables of this shell name; none where neither does. */
export async function checkStores(
  local: FleetAddress['local'],
  environment: NodeJS.ProcessEnv,
): Promise<Finding[]> {
  const stores: readonly Store[] = [
    {
      name: 'queue redis',
      variable: 'QUEUE_REDIS_URL',
      url: local?.queue_redis_url,
      check: checkQueueRedis,
    },
    {
      name: 'cache redis',
      variable: 'CACHE_REDIS_URL',
      url: local?.cache_redis_url,
      check: checkCacheRedis,
    },
    { name: 'document store', variable: 'DATABASE_URL', url: local?.postgres_url, check: checkStore },
  ];
  const findings = await Promise.all(
    stores.map(async (store) =>
      store.url === undefined
        ? checkNamed(store, environment)
        : store.check(store.url, 'See the logs in the data folder of the fleet.'),
    ),
  );
  return findings.flat();
}

async function checkNamed(
  { name, variable, check }: Store,
  environment: NodeJS.ProcessEnv,
): Promise<Finding[]> {
  try {
    const url = namedStoreUrl(environment, variable);
    return url === undefined ? [] : await check(url, `Correct ${variable}, or start that server.`);
  } catch (error) {
    if (!isFault(error, 'invalid-input')) throw error;
    const [detail = '', ...fixes] = error.message.split('\n').map((line) => line.trim());
    return [ill(name, detail, fixes.join('; '))];
  }
}
