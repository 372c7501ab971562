import type { Redis } from '@ragfleet/redis-connection';
import { createKeyRecords } from './key-records.ts';

/** Whether this is the id of an operator's key that nobody has revoked; read anew each time. Fault `unavailable`. */
export function createIsOperatorKey(redis: Redis): (keyId: string) => Promise<boolean> {
  const records = createKeyRecords(redis);
  return async (keyId) => (await records.read(keyId))?.record.kind === 'operator';
}
