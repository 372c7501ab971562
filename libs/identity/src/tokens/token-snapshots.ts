import { queueKeys } from '@ragfleet/contracts';
import { type Clock, HOUR_MS, LANES, ROLES } from '@ragfleet/kernel';
import { type Redis, redisReply } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import { z } from 'zod';

const snapshot = z.object({
  issuer: z.string(),
  principalId: z.string(),
  role: z.enum(ROLES),
  roleValues: z.array(z.string()),
  namespaces: z.array(z.string()),
  department: z.string().nullable(),
  lanes: z.array(z.enum(LANES)),
});

/** What a token said of its subject when a question was asked. A ceiling: what holds at run time may only be less. */
export type TokenSnapshot = Readonly<z.output<typeof snapshot>>;

export interface TokenSnapshots {
  /** Kept for three days from the last hour in which it was used; the id under which records name it. */
  keep(tenantId: string, said: TokenSnapshot): Promise<string>;
  /** null when it is gone, is another tenant's, or is not what its name was made of. */
  read(tenantId: string, keyId: string): Promise<TokenSnapshot | null>;
}

// No API key has such an id, and none can be asked for under it.
const KEY_PREFIX = 'jwt-';
const PURPOSE = 'token-snapshot';
const DIGEST_CHARACTERS = 32;
const KEPT_HOURS = 72;
/** For so long it is taken to be there: an erasure or a loss of the last writes may have taken it. */
const SURE_MS = 4_000;
const MAX_RECENT = 10_000;

export const isTokenKey = (keyId: string): boolean => keyId.startsWith(KEY_PREFIX);

/**
 * Snapshots by an HMAC of their own content: the name that a query record carries is the signature, so nobody who writes to
 * Redis can put other rights under it. Longer than a deadline and the deliveries after it; later deliveries are thin.
 */
export function createTokenSnapshots(options: {
  readonly redis: Redis;
  readonly sealer: Sealer;
  readonly clock: Clock;
}): TokenSnapshots {
  const { redis, sealer, clock } = options;
  const kept = new Map<string, { readonly sureUntilMs: number; readonly renewAtMs: number }>();
  const keepText = async (key: string, text: string): Promise<void> => {
    const askedAtMs = clock.monotonicMs();
    const known = kept.get(key);
    if (known !== undefined && askedAtMs < known.sureUntilMs) return;
    const isRenewed = known === undefined || askedAtMs >= known.renewAtMs;
    const lifeMs = KEPT_HOURS * HOUR_MS;
    // Between two renewals nothing is written where it is there.
    await redisReply(
      isRenewed ? redis.set(key, text, 'PX', lifeMs) : redis.set(key, text, 'PX', lifeMs, 'NX'),
    );
    if (kept.size >= MAX_RECENT) kept.clear();
    const renewAtMs = isRenewed ? askedAtMs + HOUR_MS : known.renewAtMs;
    kept.set(key, { sureUntilMs: askedAtMs + SURE_MS, renewAtMs });
  };
  // Under the current master key first; a question may have been asked under an older one.
  const digestsOf = (tenantId: string, text: string): string[] =>
    sealer.digests(tenantId, PURPOSE, text).map((digest) => digest.slice(0, DIGEST_CHARACTERS));
  return {
    keep: async (tenantId, said) => {
      const text = JSON.stringify(said);
      const digest = sealer.digest(tenantId, PURPOSE, text).slice(0, DIGEST_CHARACTERS);
      await keepText(queueKeys.tokenPrincipal(tenantId, digest), text);
      return KEY_PREFIX + digest;
    },
    read: async (tenantId, keyId) => {
      const digest = keyId.slice(KEY_PREFIX.length);
      const text = await redisReply(redis.get(queueKeys.tokenPrincipal(tenantId, digest)));
      if (text === null || !digestsOf(tenantId, text).includes(digest)) return null;
      return snapshot.parse(JSON.parse(text));
    },
  };
}
