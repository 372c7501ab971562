import type { Clock } from '@ragfleet/kernel';
import type { Redis } from '@ragfleet/redis-connection';

const SAMPLE_EVERY_MS = 1_000;

/**
 * The used part of Redis's memory, 0 to 1, sampled at most once a second beside the requests: no request waits for it.
 * 0 until the first sample, and for a Redis without `maxmemory`.
 */
export function createMemorySampler(redis: Redis, clock: Clock): () => number {
  let used = 0;
  let sampledAt = Number.NEGATIVE_INFINITY;
  const sample = (): void => {
    sampledAt = clock.monotonicMs();
    redis.info('memory').then(
      (text) => {
        used = usedPart(text);
      },
      () => undefined, // the request itself reports a Redis that is away
    );
  };
  return () => {
    if (clock.monotonicMs() - sampledAt >= SAMPLE_EVERY_MS) sample();
    return used;
  };
}

/** From the text of `INFO memory`. */
export function usedPart(info: string): number {
  const numberOf = (field: string): number =>
    Number(new RegExp(`^${field}:(\\d+)`, 'm').exec(info)?.[1] ?? 0);
  const maximum = numberOf('maxmemory');
  return maximum === 0 ? 0 : numberOf('used_memory') / maximum;
}
