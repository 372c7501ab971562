import { type Clock, type Region, systemClock } from '@ragfleet/kernel';
import type { Redis } from '@ragfleet/redis-connection';
import type { Sealer } from '@ragfleet/sealing';
import type { Identity } from '../contract.ts';
import { behindTenants } from '../tenants/behind-tenants.ts';
import type { Tenants } from '../tenants/contract.ts';
import { createTenants } from '../tenants/tenants.ts';
import { createTokenAuthentication } from '../tokens/authenticate-token.ts';
import type { TokenIssuer } from '../tokens/issuers.ts';
import { createRevocations } from '../tokens/revocations.ts';
import { createTokenSnapshots, isTokenKey } from '../tokens/token-snapshots.ts';
import { createVerifyToken } from '../tokens/verify-token.ts';
import { createKeyAuthentication } from './authenticate-key.ts';
import { createKeyRecords } from './key-records.ts';
import { isWarmKey, readWarmPrincipal } from './warm-principals.ts';

export interface IdentityOptions {
  readonly redis: Redis;
  readonly sealer: Sealer;
  /** Shared with whoever else of the process asks about tenants. */
  readonly tenants?: Pick<Tenants, 'recent'>;
  /** Whose tokens are taken beside API keys; nobody's when left out. The same in every process. */
  readonly issuers?: readonly TokenIssuer[];
  /** Of this fleet: tenants and tokens of another one are refused. Without it, those that name any. */
  readonly region?: Region | undefined;
  readonly clock?: Clock;
}

/** Authenticates bearer credentials of active tenants: API keys, and tokens of the configured issuers. Most calls answer from memory. */
export function createIdentity(options: IdentityOptions): Identity {
  const tenants = options.tenants ?? createTenants(options);
  return behindTenants(createCredentialIdentity(options, tenants), tenants, options.region ?? null);
}

function createCredentialIdentity(options: IdentityOptions, tenants: Pick<Tenants, 'recent'>): Identity {
  const { redis, sealer, issuers = [], region = null, clock = systemClock } = options;
  const keys = createKeyAuthentication({ records: createKeyRecords(redis), sealer, clock });
  const tokens = createTokenAuthentication({
    issuers,
    verify: createVerifyToken(issuers, clock),
    snapshots: createTokenSnapshots({ redis, sealer, clock }),
    revocations: createRevocations({ redis, clock }),
    isTenant: async (tenantId) => (await tenants.recent(tenantId)) !== null,
    region,
    clock,
  });
  return {
    authenticate: async (authorization) => {
      const token = bearerTokenOf(authorization);
      return isTokenText(token) ? tokens.authenticate(token) : keys.authenticate(token);
    },
    principalOfKey: async (tenantId, keyId) => {
      if (isWarmKey(keyId)) return readWarmPrincipal(redis, tenantId, keyId);
      return isTokenKey(keyId)
        ? tokens.principalOfKey(tenantId, keyId)
        : keys.principalOfKey(tenantId, keyId);
    },
  };
}

function bearerTokenOf(authorization: string | undefined): string {
  return /^bearer +(\S+) *$/i.exec(authorization ?? '')?.[1] ?? '';
}

/** Three parts with dots between them; an API key has no dot. */
const isTokenText = (token: string): boolean => token.split('.', 4).length === 3;
