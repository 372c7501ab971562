import { createKeyTracking, type RunningKeyTracking } from '@ragfleet/answer-cache';
import type { Logger } from '@ragfleet/service-runtime';
import type { Config } from './config.ts';

const NAME = 'query-worker';
const MESSAGE = 'near cache';

/** Nothing where an operator has switched it off: answers are read from the cache Redis each time. The log says what holds. */
export function openKeyTracking(
  { CACHE_NEAR, CACHE_REDIS_URL: url }: Pick<Config, 'CACHE_NEAR' | 'CACHE_REDIS_URL'>,
  logger: Pick<Logger, 'info'>,
): RunningKeyTracking | undefined {
  if (CACHE_NEAR === 'off') {
    logger.info({ isHearing: false, reason: 'CACHE_NEAR is off' }, MESSAGE);
    return undefined;
  }
  return createKeyTracking({ url, name: NAME, onState: (state) => logger.info(state, MESSAGE) });
}
