import type { Redis } from '@ragfleet/redis-connection';

/** How often each command was called since the server started, by its name; those in scripts are counted as well. */
export const commandCallsOf = async (redis: Pick<Redis, 'info'>): Promise<ReadonlyMap<string, number>> =>
  new Map(
    [...(await redis.info('commandstats')).matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm)].map(
      ([, name = '', calls]) => [name, Number(calls)],
    ),
  );
