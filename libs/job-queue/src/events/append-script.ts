import { queueKeys } from '@ragfleet/contracts';
import { defineScript, type Redis } from '@ragfleet/redis-connection';

// The connection may send the script again after a cut: the second run finds that its batch was said.
const APPEND = `
local current = redis.call('HMGET', KEYS[1], 'state', 'attempt', 'said')
if current[1] ~= 'running' or current[2] ~= ARGV[1] then return 0 end
local attempt, batch = string.match(current[3] or '', '^(%d+) (%d+)$')
if attempt == ARGV[1] and tonumber(batch) >= tonumber(ARGV[2]) then return 1 end
if redis.call('XLEN', KEYS[2]) >= tonumber(ARGV[3]) then return 0 end
redis.call('HSET', KEYS[1], 'said', ARGV[1] .. ' ' .. ARGV[2])
for at = 4, #ARGV, 2 do redis.call('XADD', KEYS[2], '*', 't', ARGV[at], 'd', ARGV[at + 1]) end
redis.call('PUBLISH', KEYS[2], ARGV[1])
return 1
`;

/** A longer stream takes no more tokens; `done` holds the whole answer. */
const MAX_ENTRIES = 5_000;

export interface AppendCommand {
  readonly tenantId: string;
  readonly queryId: string;
  readonly attempt: number;
  /** Its number within the attempt, from 1 on: one that was said is not said again. */
  readonly batch: number;
  /** Types and sealed data, alternating. */
  readonly entries: readonly string[];
}

/** False when the query is not at this attempt any more, or its stream is full: the writer can stop. */
export function createAppendEvents(redis: Redis): (command: AppendCommand) => Promise<boolean> {
  const run = defineScript(redis, 'rfAppendQueryEvents', 2, APPEND);
  return async ({ tenantId, queryId, attempt, batch, entries }) => {
    const keys = [queueKeys.query(tenantId, queryId), queueKeys.events(tenantId, queryId)];
    return (await run(keys, [attempt, batch, MAX_ENTRIES, ...entries])) === 1;
  };
}
