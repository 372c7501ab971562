import type { Redis } from '@ragfleet/redis-connection';
import { withDeadline } from '@ragfleet/service-runtime';

const REDIS_MS = 200;

/**
 * True when the queue Redis answers within 200 ms: all that it takes to accept, read and cancel questions. PostgreSQL is not
 * asked. Without it searches and documents are refused one by one; every ingress out of service at once would refuse all.
 */
export function createReadiness({ redis }: { redis: Redis }): () => Promise<boolean> {
  return async () => {
    try {
      await withDeadline(redis.ping(), REDIS_MS, 'PING');
      return true;
    } catch {
      // Not ready is the answer; why is in the logs of the connection.
      return false;
    }
  };
}
