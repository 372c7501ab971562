import { queueKeys } from '@ragfleet/contracts';
import type { LevelSetting } from '@ragfleet/rag-core';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import { z } from 'zod';
import type { DegradationLevels } from './contract.ts';

/** The notice of a change that concerns every tenant. */
export const EVERY_TENANT = '*';

const stored = z.object({
  level: z.enum(['full', 'reduced', 'minimal', 'maintenance']),
  reason: z.string(),
  by: z.enum(['operator', 'admin', 'rule']),
  sinceMs: z.number(),
});

const parsed = (text: string | null | undefined): LevelSetting | null =>
  text === null || text === undefined ? null : stored.parse(JSON.parse(text));

/** `redis`: a fail-fast connection that the caller closes. A read is one command, a change one transaction. */
export function createDegradationLevels({ redis }: { readonly redis: Redis }): DegradationLevels {
  const { fleetDegradation: fleetKey, ruledDegradation: ruledKey, degradationChannel: channel } = queueKeys;
  const read: DegradationLevels['read'] = async (tenantId) => {
    const ofTenant = tenantId === null ? [] : [queueKeys.degradation(tenantId)];
    const [fleet, ruled, tenant] = await redisReply(redis.mget([fleetKey, ruledKey, ...ofTenant]));
    return { fleet: parsed(fleet), ruled: parsed(ruled), tenant: parsed(tenant) };
  };
  const keep = async (
    key: string,
    setting: LevelSetting | null,
    notice: { readonly tenantId: string | null; readonly endsRules: boolean },
  ): Promise<void> => {
    const write = redis.multi();
    if (setting === null) write.del(key);
    else write.set(key, JSON.stringify(setting));
    if (notice.endsRules) write.del(ruledKey);
    write.publish(channel, notice.tenantId ?? EVERY_TENANT);
    await redisReply(write.exec());
  };
  return {
    read,
    fleet: () => read(null),
    set: (tenantId, setting) =>
      tenantId === null
        ? keep(fleetKey, setting, { tenantId, endsRules: true })
        : keep(queueKeys.degradation(tenantId), setting, { tenantId, endsRules: false }),
    rule: (setting) => keep(ruledKey, setting, { tenantId: null, endsRules: false }),
  };
}
