import type { Database } from '@ragfleet/postgres-connection';
import type { Redis } from '@ragfleet/redis-connection';
import { withDeadline } from '@ragfleet/service-runtime';

const REDIS_MS = 200;
const STORE_MS = 500;

/** True when the queue Redis answers within 200 ms and the document store within 500 ms. */
export function createReadiness({
  redis,
  database,
}: {
  redis: Redis;
  database: Database;
}): () => Promise<boolean> {
  return async () => {
    try {
      await Promise.all([
        withDeadline(redis.ping(), REDIS_MS, 'PING'),
        withDeadline(database.query('select 1'), STORE_MS, 'The document store'),
      ]);
      return true;
    } catch {
      // Not ready is the answer; why is in the logs of the connections.
      return false;
    }
  };
}
