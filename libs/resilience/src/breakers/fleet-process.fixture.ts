import { closeRedis, connectRedis, whenReady } from '@ragfleet/redis-connection';
import type { Breaker } from './create-breaker.ts';
import { type BreakerNews, createFleetBreakers, type FleetBreakersOptions } from './fleet-breakers.ts';

export const NAME = 'model test us';
const RESET_MS = 300;

export interface FleetProcess {
  readonly breaker: Breaker;
  /** What was logged, and every state that it told of. */
  readonly logs: string[];
  readonly states: string[];
  stop(): Promise<void>;
}

const silent: BreakerNews = { listen: () => () => undefined, close: async () => undefined };

/** What one process of the fleet has: a breaker over connections of its own. */
export async function joinFleet(
  url: string,
  options: { readonly hearsNews?: boolean; readonly consecutiveFailures?: number } = {},
): Promise<FleetProcess> {
  const redis = connectRedis({ url, profile: 'fail-fast', name: 'breaker-test' });
  const subscriber = connectRedis({ url, profile: 'blocking', name: 'breaker-news-test' });
  await Promise.all([whenReady(redis, 10_000), whenReady(subscriber, 10_000)]);
  const logs: string[] = [];
  const states: string[] = [];
  const logger: FleetBreakersOptions['logger'] = {
    warn: (_fields, message) => void logs.push(message),
    info: (_fields, message) => void logs.push(message),
  };
  const news: BreakerNews = {
    listen: (channel, listener) => {
      subscriber.on('message', (_channel, message) => listener(message));
      subscriber.subscribe(channel).catch(() => undefined);
      return () => subscriber.removeAllListeners('message');
    },
    close: async () => undefined,
  };
  const breakers = createFleetBreakers({
    redis,
    news: options.hearsNews === false ? silent : news,
    logger,
    metrics: {
      set: (_metric, _labels, value) => void states.push(['closed', 'half-open', 'open'][value] ?? ''),
    },
  });
  const { consecutiveFailures = 3 } = options;
  const breaker = breakers.create({ name: NAME, consecutiveFailures, resetMs: RESET_MS });
  await breakers.start();
  return {
    breaker,
    logs,
    states,
    stop: async () => {
      await breakers.stop();
      await Promise.all([closeRedis(redis, 500), closeRedis(subscriber, 500)]);
    },
  };
}
