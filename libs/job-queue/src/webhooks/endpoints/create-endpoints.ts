import { queueKeys } from '@ragfleet/contracts';
import { Fault } from '@ragfleet/kernel';
import { defineScript, type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import type { Endpoint, Endpoints } from './contract.ts';
import { openEndpoint } from './endpoint-record.ts';
import { ENABLE_ENDPOINT } from './endpoint-scripts.ts';

/** What those see and do who administer a tenant. A tenant has few endpoints: they are read at once. */
export function createEndpoints(redis: Redis, sealer: Sealer): Endpoints {
  const enable = defineScript(redis, 'rfEnableEndpoint', 1, ENABLE_ENDPOINT);

  const readAll = async (tenantId: string): Promise<Endpoint[]> => {
    const [kept, byUse] = await Promise.all([
      redisReply(redis.hgetall(queueKeys.endpoints(tenantId))),
      redisReply(redis.zrevrange(queueKeys.endpointsByUse(tenantId), 0, -1, 'WITHSCORES')),
    ]);
    return pairs(byUse).flatMap(({ endpointId, lastUsedAtMs }) => {
      const json = kept[endpointId];
      return json === undefined ? [] : openEndpoint(sealer, { tenantId, endpointId, json, lastUsedAtMs });
    });
  };

  return {
    list: async ({ tenantId, isDisabled, limit, startingAfter }) => {
      const all = await readAll(tenantId);
      const from = placeAfter(all, startingAfter);
      const wanted = all
        .slice(from)
        .filter(({ disabledReason }) => isDisabled === null || isDisabled === (disabledReason !== null));
      return { endpoints: wanted.slice(0, limit), hasMore: wanted.length > limit };
    },
    enable: async (tenantId, endpointId) => {
      const json = await enable([queueKeys.endpoints(tenantId)], [endpointId]);
      if (typeof json !== 'string') return null;
      const usedAtMs = await redisReply(redis.zscore(queueKeys.endpointsByUse(tenantId), endpointId));
      return openEndpoint(sealer, { tenantId, endpointId, json, lastUsedAtMs: Number(usedAtMs ?? 0) });
    },
  };
}

function pairs(flat: readonly string[]): { endpointId: string; lastUsedAtMs: number }[] {
  const entries: { endpointId: string; lastUsedAtMs: number }[] = [];
  for (let at = 0; at + 1 < flat.length; at += 2)
    entries.push({ endpointId: flat[at] ?? '', lastUsedAtMs: Number(flat[at + 1]) });
  return entries;
}

function placeAfter(all: readonly Endpoint[], startingAfter: string | null): number {
  if (startingAfter === null) return 0;
  const place = all.findIndex(({ endpointId }) => endpointId === startingAfter);
  if (place >= 0) return place + 1;
  const message = 'This endpoint is not in the list (any more). List again from the first.';
  throw new Fault('invalid-input', message, { problems: [{ pointer: '/starting_after', message }] });
}
