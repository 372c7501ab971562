import { queueKeys } from '@ragfleet/contracts';
import type { Redis } from '@ragfleet/redis-connection';
import {
  type Breaker,
  type BreakerOptions,
  type BreakerSnapshot,
  createSharedBreaker,
} from './create-breaker.ts';
import { createRedisBreakerStore, readBreakerNews, type RedisBreakerStore } from './redis-breaker-store.ts';

/** Makes the breakers of a process. */
export interface Breakers {
  create(options: BreakerOptions): Breaker;
}

export interface FleetBreakers extends Breakers, Pick<RedisBreakerStore, 'list'> {
  readonly name: 'breakers';
  /** Hears the fleet's state once, at the most for a second or two, and from then on keeps up with it. */
  start(): Promise<void>;
  /** Closes what brings the news. */
  stop(): Promise<void>;
}

/** Publications of the queue Redis; null when some may have been missed. Returns the function that ends it. */
export interface BreakerNews {
  listen(channel: string, listener: (message: string | null) => void): () => void;
  close(): Promise<void>;
}

export interface FleetBreakersOptions {
  /** A fail-fast connection to the queue Redis, which the caller closes. */
  readonly redis: Redis;
  readonly news: BreakerNews;
  readonly logger: {
    warn(fields: object, message: string): void;
    info(fields: object, message: string): void;
  };
  /** The state that this process obeys, about once a second and at every change from elsewhere. */
  readonly metrics: {
    set(metric: 'breakerState', labels: { readonly breaker: string }, value: number): void;
  };
}

/** News are quicker; this bounds what a lost one costs. */
const SYNC_MS = 1_000;
const STATE_VALUES: Readonly<Record<BreakerSnapshot['state'], number>> = {
  closed: 0,
  'half-open': 1,
  open: 2,
};

type SharedBreaker = ReturnType<typeof createSharedBreaker>;

/** Breakers on the queue Redis, kept up to date by its news and, once a second, by a look. */
export function createFleetBreakers({ redis, news, logger, metrics }: FleetBreakersOptions): FleetBreakers {
  const store = createRedisBreakerStore({ redis });
  const breakers = new Map<string, SharedBreaker>();
  const onReach = createReachLog(logger);
  const tellState = (name: string, breaker: SharedBreaker): void =>
    metrics.set('breakerState', { breaker: name }, STATE_VALUES[breaker.snapshot().state]);
  const syncAll = async (): Promise<void> => {
    await Promise.all(
      [...breakers].map(async ([name, breaker]) => {
        await breaker.sync();
        tellState(name, breaker);
      }),
    );
  };
  const onNews = (message: string | null): void => {
    if (message === null) {
      void syncAll();
      return;
    }
    const heard = readBreakerNews(message);
    const breaker = heard === null ? undefined : breakers.get(heard.name);
    if (heard === null || breaker === undefined) return;
    breaker.hear(heard.state);
    tellState(heard.name, breaker);
  };
  let timer: NodeJS.Timeout | undefined;
  let unlisten = (): void => undefined;
  return {
    name: 'breakers',
    list: () => store.list(),
    create: (breakerOptions) => {
      const known = breakers.get(breakerOptions.name);
      if (known !== undefined) return known;
      const breaker = createSharedBreaker({ ...breakerOptions, store, onReach });
      breakers.set(breakerOptions.name, breaker);
      return breaker;
    },
    start: async () => {
      unlisten = news.listen(queueKeys.breakerChannel, onNews);
      timer = setInterval(() => void syncAll(), SYNC_MS);
      await syncAll();
    },
    stop: async () => {
      clearInterval(timer);
      unlisten();
      await news.close();
    },
  };
}

/** Says once that the store is away, and once that it is back. */
function createReachLog(
  logger: FleetBreakersOptions['logger'],
): (isReached: boolean, error?: unknown) => void {
  let isAway = false;
  return (isReached, error) => {
    if (isReached !== isAway) return;
    isAway = !isReached;
    if (isAway)
      logger.warn({ error }, "the fleet's circuit breakers are out of reach: this process decides alone");
    else logger.info({}, "the fleet's circuit breakers are in reach again");
  };
}
