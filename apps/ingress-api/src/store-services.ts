import { closeRedis, type Redis, whenReady } from '@ragfleet/redis-connection';
import type { OpenClock } from './open-clock.ts';
import type { Service } from '@ragfleet/service-runtime';

interface Closable {
  close(): Promise<void>;
}

export interface OpenStores {
  readonly redis: Redis;
  readonly cacheRedis: Redis;
  readonly fleetClock: Pick<OpenClock, 'services'>;
  readonly breakers: Service;
  readonly store: Closable;
  readonly vectors: Closable;
  readonly queryService: Closable;
  readonly queryEvents: Closable;
  readonly ingestQueue: Closable;
  readonly ingestionEvents: Closable;
  readonly warmQueue: Closable;
  readonly deliveries: Closable;
}

const START_MS = 10_000;

/** The connections as services: ready before the listener takes requests, closed after it has answered the last one. */
export function storeServices({ redis, cacheRedis, fleetClock, breakers, ...stores }: OpenStores): Service[] {
  const { store, vectors, queryService, queryEvents, ingestQueue, ingestionEvents, warmQueue, deliveries } =
    stores;
  const closing = Object.entries({
    store,
    vectors,
    queryService,
    queryEvents,
    ingestQueue,
    ingestionEvents,
    warmQueue,
    deliveries,
  });
  return [
    { name: 'queue-redis', start: () => whenReady(redis, START_MS), stop: (ms) => closeRedis(redis, ms) },
    ...fleetClock.services,
    breakers,
    // A cache that is away is no reason not to start.
    { name: 'cache-redis', start: () => Promise.resolve(), stop: (ms) => closeRedis(cacheRedis, ms) },
    ...closing.map(([name, opened]) => ({
      name,
      start: () => Promise.resolve(),
      stop: () => opened.close(),
    })),
  ];
}
