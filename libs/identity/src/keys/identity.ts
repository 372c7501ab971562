import { type Clock, Fault, systemClock } from '@ragfleet/kernel';
import type { Redis } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import type { Identity } from '../contract.ts';
import { behindTenants } from '../tenants/behind-tenants.ts';
import type { Tenants } from '../tenants/contract.ts';
import { createTenants } from '../tenants/tenants.ts';
import { createRecentRecords } from '../recent-records.ts';
import { parseKey } from './key-format.ts';
import {
  createKeyDigests,
  createRenewDigest,
  placeOfDigest,
  principalOf,
  readKeyRecord,
} from './key-records.ts';
import { isWarmKey, readWarmPrincipal } from './warm-principals.ts';

export interface IdentityOptions {
  readonly redis: Redis;
  readonly sealer: Sealer;
  /** Shared with whoever else of the process asks about tenants. */
  readonly tenants?: Pick<Tenants, 'recent'>;
  readonly clock?: Clock;
}

/** A revocation acts within 5 s: this and the time of a slow read. */
const RECENT_MS = 4_000;
const MAX_RECENT_KEYS = 10_000;
const NO_KEY = '0'.repeat(64);

/** Authenticates bearer credentials of active tenants. Most calls answer from memory; a record is read at most every 4 s. */
export function createIdentity(options: IdentityOptions): Identity {
  return behindTenants(createKeyIdentity(options), options.tenants ?? createTenants(options));
}

function createKeyIdentity({ redis, sealer, clock = systemClock }: IdentityOptions): Identity {
  const digestsOf = createKeyDigests(sealer);
  const renewDigest = createRenewDigest(redis, sealer);
  const recent = createRecentRecords({
    load: (keyId) => readKeyRecord(redis, keyId),
    clock,
    ttlMs: RECENT_MS,
    maxRecords: MAX_RECENT_KEYS,
  });
  return {
    authenticate: async (authorization) => {
      const key = parseKey(bearerTokenOf(authorization));
      if (key === null) throw unauthenticated();
      const record = await recent.get(key.keyId);
      // An unknown id pays for the same digest and comparison as a known one.
      const digests = digestsOf(key);
      const place = placeOfDigest(digests, record?.digest ?? NO_KEY);
      if (record === null || place === -1) throw unauthenticated();
      // Not waited for: the key is right already, and where this fails its next use tries again.
      if (place > 0 || record.pepper === undefined)
        renewDigest(record, digests[0]).then(
          () => recent.forget(key.keyId),
          () => undefined,
        );
      return principalOf(record);
    },
    principalOfKey: async (tenantId, keyId) => {
      if (isWarmKey(keyId)) return readWarmPrincipal(redis, tenantId, keyId);
      const record = await readKeyRecord(redis, keyId);
      const principal = record === null ? null : principalOf(record);
      return principal?.kind === 'tenant' && principal.tenantId === tenantId ? principal : null;
    },
  };
}

function bearerTokenOf(authorization: string | undefined): string {
  return /^bearer +(\S+) *$/i.exec(authorization ?? '')?.[1] ?? '';
}

function unauthenticated(): Fault {
  return new Fault('unauthenticated', 'Send a valid API key: Authorization: Bearer rag_…');
}
