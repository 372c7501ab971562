import { queueKeys } from '@ragfleet/contracts';
import type { AdmissionLimits } from '../admission-limits.ts';

/** Whose request is counted. */
export interface RatedCaller {
  readonly tenantId: string;
  readonly keyId: string;
  /** Requests a second of the key's own; the fleet's limit where this is null or higher. */
  readonly perSecondOfKey: number | null;
}

export const RATE_WINDOW_MS = 10_000;

/** Counts one more in a window of 10 s, also where that is too many. */
export const OVER_RATE = `
local function overRate(key, limit, windowMs)
  local count = redis.call('INCR', key)
  if count == 1 then redis.call('PEXPIRE', key, windowMs) end
  return count > limit
end`;

const windowOf = (nowMs: number): number => Math.floor(nowMs / RATE_WINDOW_MS);
export const rateWindowEndsMs = (nowMs: number): number => (windowOf(nowMs) + 1) * RATE_WINDOW_MS;

/** Where the requests of a key and those of its tenant are counted. */
export const rateKeysOf = (
  { tenantId, keyId }: Pick<RatedCaller, 'tenantId' | 'keyId'>,
  nowMs: number,
): readonly [ofKey: string, ofTenant: string] => [
  queueKeys.rate(tenantId, `key:${keyId}`, windowOf(nowMs)),
  queueKeys.rate(tenantId, 'tenant', windowOf(nowMs)),
];

/** How many of a key and of its tenant a window takes. */
export const ratesOf = (
  { perSecondOfKey }: Pick<RatedCaller, 'perSecondOfKey'>,
  limits: Pick<AdmissionLimits, 'perSecondOfKey' | 'perSecondOfTenant'>,
): readonly [ofKey: number, ofTenant: number] => [
  (Math.min(limits.perSecondOfKey, perSecondOfKey ?? Infinity) * RATE_WINDOW_MS) / 1_000,
  (limits.perSecondOfTenant * RATE_WINDOW_MS) / 1_000,
];
