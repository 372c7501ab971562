import type { Clock } from '@ragfleet/kernel';
import { createServerClock, type Redis } from '@ragfleet/redis-connection';
import type { Service } from '@ragfleet/service-runtime';

export interface OpenClock {
  readonly clock: Clock;
  readonly services: readonly Service[];
}

/** The fleet's clock, by which deadlines are set: that of the queue Redis, unless the machine's own is to be trusted. */
export function openClock(redis: Redis, trusted: Clock | undefined): OpenClock {
  if (trusted !== undefined) return { clock: trusted, services: [] };
  const clock = createServerClock(redis);
  const service = { name: 'fleet-clock', start: () => clock.start(), stop: async () => clock.stop() };
  return { clock, services: [service] };
}
