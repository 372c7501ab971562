import { queueKeys } from '@ragfleet/contracts';
import type { Redis } from '@ragfleet/redis-connection';
import { PROBE_LEASE_MS } from './breaker-store.ts';

/** Makes the probes of a breaker on Redis that are out as old as a lease. */
export async function ageProbes(redis: Redis, name: string): Promise<void> {
  const key = queueKeys.breaker(name);
  const aged = (await redis.get(key))?.replaceAll(
    /("[\da-f-]{36}":)(\d+)/g,
    (_all, id: string, at: string) => `${id}${Number(at) - PROBE_LEASE_MS - 1}`,
  );
  await redis.set(key, aged ?? '');
}
