import { queueKeys } from '@ragfleet/contracts';
import { type Redis, redisReply, scanKeys } from '@ragfleet/redis-connection';
import { z } from 'zod';
import type { ApiKeys } from '../contract.ts';

export interface ForgetCredentials {
  readonly tenantId: string;
  readonly principalId: string;
  readonly signal: AbortSignal;
}

export interface ForgottenCredentials {
  readonly apiKeys: number;
  /** What tokens of the person said of them. */
  readonly tokenRecords: number;
}

const said = z.object({ principalId: z.string() });

/** Revokes every API key of a person and removes what their tokens said. Again does what is left. Faults: unavailable. */
export function createForgetCredentials({
  redis,
  apiKeys,
}: {
  readonly redis: Redis;
  readonly apiKeys: Pick<ApiKeys, 'list' | 'revoke'>;
}): (person: ForgetCredentials) => Promise<ForgottenCredentials> {
  const revokeKeys = async (tenantId: string, principalId: string): Promise<number> => {
    const keys = await apiKeys.list(tenantId);
    const own = keys.filter((key) => key.principalId === principalId);
    for (const { keyId } of own) await apiKeys.revoke(tenantId, keyId);
    return own.length;
  };
  const removeRecords = async ({ tenantId, principalId, signal }: ForgetCredentials): Promise<number> => {
    let removed = 0;
    const pattern = queueKeys.tokenPrincipal(tenantId, '*');
    for await (const names of scanKeys(redis, { pattern, signal })) {
      const texts = await redisReply(redis.mget(...names));
      const own = names.filter((_name, at) => principalOf(texts[at]) === principalId);
      if (own.length > 0) removed += await redisReply(redis.unlink(...own));
    }
    return removed;
  };
  return async (person) => ({
    apiKeys: await revokeKeys(person.tenantId, person.principalId),
    tokenRecords: await removeRecords(person),
  });
}

function principalOf(text: string | null | undefined): string | undefined {
  return typeof text === 'string' ? said.safeParse(JSON.parse(text)).data?.principalId : undefined;
}
