import { defineScript, type Redis } from '@ragfleet/redis-connection';

/**
 * VREM of Redis up to 8.4 at least can end the server: when an entry point is removed, the level of the graph is set to that
 * of a neighbor although taller nodes are left, and the removal of one of those reads past its layers (redis/redis issue
 * 15424). A member that is taller than the graph says is therefore left where it is: it is dead, every search passes it
 * over, and it leaves with its set. VLINKS replies one list for each level.
 */
const REMOVE = `
local function graphLevel()
  local info = redis.call('VINFO', KEYS[1])
  if not info then return -1 end
  for at = 1, #info, 2 do
    local name = info[at]
    if type(name) == 'table' then name = name.ok end
    if name == 'max-level' then return info[at + 1] end
  end
  return -1
end
local left = 0
for _, member in ipairs(ARGV) do
  local levels = redis.call('VLINKS', KEYS[1], member)
  if levels then
    if #levels - 1 <= graphLevel() then redis.call('VREM', KEYS[1], member) else left = left + 1 end
  end
end
return left
`;

/** More in one script would hold the server for milliseconds. */
const MEMBERS_AT_ONCE = 20;

/** Takes members out of one vector set, and says how many are left because their removal is not safe for the server. */
export type RemoveMembers = (key: string, members: readonly Buffer[]) => Promise<number>;

export function createRemoveMembers(redis: Redis): RemoveMembers {
  const remove = defineScript(redis, 'rfRemoveMembers', 1, REMOVE);
  return async (key, members) => {
    let left = 0;
    for (let from = 0; from < members.length; from += MEMBERS_AT_ONCE)
      left += Number(await remove([key], members.slice(from, from + MEMBERS_AT_ONCE)));
    return left;
  };
}
