import { queueKeys } from '@ragfleet/contracts';
import { type Clock, systemClock } from '@ragfleet/kernel';
import { DEFAULT_GUARD_POLICY, NO_TENANT_SETTINGS, type TenantAnswerSettings } from '@ragfleet/rag-core';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { z } from 'zod';
import { createRecentRecords } from '../recent-records.ts';

/** How each tenant's questions are answered, sealed on the queue Redis: prompts are what people wrote. */
export interface AnswerSettingsStore {
  /** As they are now. */
  read(tenantId: string): Promise<TenantAnswerSettings>;
  /** As they were a few seconds ago at most. */
  recent(tenantId: string): Promise<TenantAnswerSettings>;
  /** Acts in every process within 5 s. */
  write(tenantId: string, settings: TenantAnswerSettings): Promise<void>;
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

export function createAnswerSettingsStore({
  redis,
  sealer,
  clock = systemClock,
}: AnswerSettingsStoreOptions): AnswerSettingsStore {
  const read = async (tenantId: string): Promise<TenantAnswerSettings> => {
    const sealed = await redisReply(redis.get(queueKeys.answerSettings(tenantId)));
    return sealed === null
      ? NO_TENANT_SETTINGS
      : stored.parse(JSON.parse(sealer.open(tenantId, PURPOSE, sealed)));
  };
  const recent = createRecentRecords({ load: read, clock, ttlMs: RECENT_MS, maxRecords: MAX_RECENT_TENANTS });
  return {
    read,
    recent: async (tenantId) => (await recent.get(tenantId)) ?? NO_TENANT_SETTINGS,
    write: async (tenantId, settings) => {
      const sealed = sealer.seal(tenantId, PURPOSE, JSON.stringify(settings));
      await redisReply(redis.set(queueKeys.answerSettings(tenantId), sealed));
    },
  };
}
