import { queueKeys } from '@ragfleet/contracts';
import { defineScript, type Redis } from '@ragfleet/redis-connection';

const APPEND = `
local current = redis.call('HMGET', KEYS[1], 'state', 'attempt')
if current[1] ~= 'running' or current[2] ~= ARGV[1] then return 0 end
if redis.call('XLEN', KEYS[2]) >= tonumber(ARGV[2]) then return 0 end
for at = 3, #ARGV, 2 do redis.call('XADD', KEYS[2], '*', 't', ARGV[at], 'd', ARGV[at + 1]) end
redis.call('PUBLISH', KEYS[2], ARGV[1])
return 1
`;

/** A longer stream takes no more tokens; `done` holds the whole answer. */
const MAX_ENTRIES = 5_000;

export interface AppendCommand {
  readonly tenantId: string;
  readonly queryId: string;
  readonly attempt: number;
  /** Types and sealed data, alternating. */
  readonly entries: readonly string[];
}

/** False when the query is not at this attempt any more, or its stream is full: the writer can stop. */
export function createAppendEvents(redis: Redis): (command: AppendCommand) => Promise<boolean> {
  const run = defineScript(redis, 'rfAppendQueryEvents', 2, APPEND);
  return async ({ tenantId, queryId, attempt, entries }) => {
    const keys = [queueKeys.query(tenantId, queryId), queueKeys.events(tenantId, queryId)];
    return (await run(keys, [attempt, MAX_ENTRIES, ...entries])) === 1;
  };
}
