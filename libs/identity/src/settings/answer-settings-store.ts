import { queueKeys } from '@ragfleet/contracts';
import { type Clock, Fault, systemClock } from '@ragfleet/kernel';
import { DEFAULT_GUARD_POLICY, NO_TENANT_SETTINGS, type TenantAnswerSettings } from '@ragfleet/rag-core';
import { defineScript, type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { z } from 'zod';
import { createRecentRecords } from '../recent-records.ts';

/** How each tenant's questions are answered, sealed on the queue Redis: prompts are what people wrote. */
export interface AnswerSettingsStore {
  /** As they are now. */
  read(tenantId: string): Promise<TenantAnswerSettings>;
  /** As they were a few seconds ago at most. */
  recent(tenantId: string): Promise<TenantAnswerSettings>;
  /**
   * What `change` makes of them, which may be asked again where somebody else was first. Acts in every process within 5 s.
   * Fault `conflict` when others are first each time.
   */
  update(
    tenantId: string,
    change: (settings: TenantAnswerSettings) => TenantAnswerSettings,
  ): Promise<TenantAnswerSettings>;
}

export interface AnswerSettingsStoreOptions {
  readonly redis: Redis;
  readonly sealer: Sealer;
  readonly clock?: Clock;
}

const PURPOSE = 'answer-settings';
/** Where the settings lie sealed, for whoever seals them anew under another master key. */
export const ANSWER_SETTINGS_PLACE = {
  kind: 'answer settings',
  pattern: queueKeys.answerSettings('*'),
  purpose: PURPOSE,
  fields: null,
} as const;
const RECENT_MS = 4_000;
const MAX_RECENT_TENANTS = 1_000;
const MAX_TRIES = 5;

// Only over the sealed text that was read, or over none for ''. Its own is what it finds when it is sent twice after a cut
// connection.
const COMPARE_AND_SET = `
local kept = redis.call('GET', KEYS[1]) or ''
if kept == ARGV[2] then return 1 end
if kept ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2])
return 1`;

const names = z.array(z.string()).nullable();
const stored = z.object({
  allowedModels: names,
  ladder: names,
  instructions: z.object({ text: z.string().nullable(), language: z.string().nullable() }),
  ownKeys: z.record(z.string(), z.string()),
  // Settings of before there was a choice have none.
  guards: z
    .object({
      injection: z.enum(['flag', 'block']),
      codeBlocks: z.enum(['keep', 'remove']),
      urls: z.enum(['keep', 'remove']),
      piiStrategy: z.enum(['replace', 'hash', 'mask']),
      blockedPiiKinds: z.array(z.string()),
      // Older settings have no such choice.
      cacheJudge: z.enum(['fleet', 'off']).default('fleet'),
    })
    .default({ ...DEFAULT_GUARD_POLICY, blockedPiiKinds: [] }),
});

/**
 * How tenants want their questions answered, sealed on the queue Redis. Faults: conflict when two change it at once,
 * unavailable.
 */
export function createAnswerSettingsStore({
  redis,
  sealer,
  clock = systemClock,
}: AnswerSettingsStoreOptions): AnswerSettingsStore {
  const compareAndSet = defineScript(redis, 'rfSetAnswerSettings', 1, COMPARE_AND_SET);
  const readSealed = async (tenantId: string): Promise<string> =>
    (await redisReply(redis.get(queueKeys.answerSettings(tenantId)))) ?? '';
  const open = (tenantId: string, sealed: string): TenantAnswerSettings =>
    sealed === '' ? NO_TENANT_SETTINGS : stored.parse(JSON.parse(sealer.open(tenantId, PURPOSE, sealed)));
  const read = async (tenantId: string): Promise<TenantAnswerSettings> =>
    open(tenantId, await readSealed(tenantId));
  const recent = createRecentRecords({ load: read, clock, ttlMs: RECENT_MS, maxRecords: MAX_RECENT_TENANTS });
  return {
    read,
    recent: async (tenantId) => (await recent.get(tenantId)) ?? NO_TENANT_SETTINGS,
    update: async (tenantId, change) => {
      for (let attempt = 0; attempt < MAX_TRIES; attempt += 1) {
        const before = await readSealed(tenantId);
        const settings = change(open(tenantId, before));
        const sealed = sealer.seal(tenantId, PURPOSE, JSON.stringify(settings));
        const isSet = await compareAndSet([queueKeys.answerSettings(tenantId)], [before, sealed]);
        if (isSet === 1) return settings;
      }
      throw new Fault('conflict', 'The settings are being changed by somebody else. Send the change again.');
    },
  };
}
