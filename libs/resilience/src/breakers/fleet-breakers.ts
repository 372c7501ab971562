import { type Clock, systemClock } from '@ragfleet/kernel';
import { queueKeys } from '@ragfleet/contracts';
import type { BreakerStore } from './breaker-store.ts';
import { type Breaker, type BreakerOptions, createSharedBreaker } from './create-breaker.ts';
import { readBreakerNews } from './redis-breaker-store.ts';

/** Makes the breakers of a process. */
export interface Breakers {
  create(options: BreakerOptions): Breaker;
}

export interface FleetBreakers extends Breakers {
  /** Hears the fleet's state once, at the most for a second or two, and from then on keeps up with it. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Publications of the queue Redis; null when some may have been missed. Returns the function that ends it. */
export interface BreakerNews {
  listen(channel: string, listener: (message: string | null) => void): () => void;
}

export interface FleetBreakersOptions {
  readonly store: BreakerStore;
  readonly news: BreakerNews;
  readonly logger: {
    warn(fields: object, message: string): void;
    info(fields: object, message: string): void;
  };
  /** Hears the state that this process obeys, about once a second and at every change from elsewhere. */
  readonly onState?: (name: string, state: 'closed' | 'half-open' | 'open') => void;
  readonly clock?: Clock;
}

/** News are quicker; this bounds what a lost one costs. */
const SYNC_MS = 1_000;

type SharedBreaker = ReturnType<typeof createSharedBreaker>;

/** Breakers over one store, kept up to date by its news and, once a second, by a look. */
export function createFleetBreakers(options: FleetBreakersOptions): FleetBreakers {
  const { store, news, onState = () => undefined, clock = systemClock } = options;
  const breakers = new Map<string, SharedBreaker>();
  const onReach = createReachLog(options.logger);
  const tellState = (name: string, breaker: SharedBreaker): void => onState(name, breaker.snapshot().state);
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
    create: (breakerOptions) => {
      const known = breakers.get(breakerOptions.name);
      if (known !== undefined) return known;
      const breaker = createSharedBreaker({ ...breakerOptions, store, onReach, clock });
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
