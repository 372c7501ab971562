import { randomUUID } from 'node:crypto';
import { queueKeys } from '@ragfleet/contracts';
import { defineScript, type Redis } from '@ragfleet/redis-connection';
import { z } from 'zod';

const KEEP_MARK = `
local mark = redis.call('GET', KEYS[1])
if mark then return mark end
redis.call('SET', KEYS[1], ARGV[1])
return ARGV[1]
`;

/**
 * Resolves with true once for each time that the queue Redis has lost its data since the last look: it holds a mark that
 * whoever misses it writes anew. A server that was emptied answers as a healthy one does, and knows nobody.
 */
export function createDataLossWatch(redis: Redis): () => Promise<boolean> {
  const keepMark = defineScript(redis, 'rfKeepDataMark', 1, KEEP_MARK);
  let known: string | null = null;
  return async () => {
    const mark = z.string().parse(await keepMark([queueKeys.dataMark], [randomUUID()]));
    const isLost = known !== null && mark !== known;
    known = mark;
    return isLost;
  };
}
