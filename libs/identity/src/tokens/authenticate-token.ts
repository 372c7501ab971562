import { type Clock, Fault, permissionsOf, type Role, ROLES, type TenantPrincipal } from '@ragfleet/kernel';
import type { Revocations } from '../contract.ts';
import { unauthenticated } from '../keys/authenticate-key.ts';
import { createRecentRecords } from '../recent-records.ts';
import type { TokenIssuer } from './issuers.ts';
import {
  commonLanes,
  mayNameTenant,
  readTokenClaims,
  roleOfValues,
  type TokenClaims,
} from './token-claims.ts';
import type { TokenSnapshot, TokenSnapshots } from './token-snapshots.ts';
import type { VerifyToken } from './verify-token.ts';

export interface AuthenticateTokenOptions {
  readonly issuers: readonly TokenIssuer[];
  readonly verify: VerifyToken;
  readonly snapshots: TokenSnapshots;
  readonly revocations: Pick<Revocations, 'isRevoked'>;
  /** A token cannot make a tenant: it must be there. */
  readonly isTenant: (tenantId: string) => Promise<boolean>;
  /** Of this fleet, where it is one of several. */
  readonly region: string | null;
  readonly clock: Clock;
}

export interface TokenAuthentication {
  /** Faults: unauthenticated, forbidden, unavailable. */
  authenticate(token: string): Promise<TenantPrincipal>;
  /** What the token said when the question was asked, as far as it still holds; null when nothing of it does. */
  principalOfKey(tenantId: string, keyId: string): Promise<TenantPrincipal | null>;
}

/** A revocation acts within 5 s: this and the time of a slow read. */
const RECENT_MS = 4_000;
const MAX_RECENT = 10_000;

export function createTokenAuthentication(options: AuthenticateTokenOptions): TokenAuthentication {
  const { issuers, verify, snapshots, revocations, isTenant, region, clock } = options;
  const mayEnter = async (tenantId: string, principalId: string): Promise<boolean> => {
    const [isThere, isRevoked] = await Promise.all([
      isTenant(tenantId),
      revocations.isRevoked(tenantId, principalId),
    ]);
    return isThere && !isRevoked;
  };
  const recent = createRecentRecords({
    load: async (id) => {
      const [tenantId = '', principalId = ''] = id.split(' ');
      // Who may not enter is not remembered, so that whoever may again does so at once.
      return (await mayEnter(tenantId, principalId)) ? true : null;
    },
    clock,
    ttlMs: RECENT_MS,
    maxRecords: MAX_RECENT,
  });

  return {
    authenticate: async (token) => {
      const { issuer, payload } = await verify(token);
      const claims = readTokenClaims(issuer, payload);
      if (claims === null) throw unauthenticated();
      if ((await recent.get(`${claims.tenantId} ${claims.principalId}`)) === null) throw unauthenticated();
      requireRegion(issuer, claims, region);
      return principalFor(issuer, claims, snapshots);
    },
    principalOfKey: async (tenantId, keyId) => {
      const said = await snapshots.read(tenantId, keyId);
      const issuer = issuers.find((one) => one.issuer === said?.issuer);
      if (said === null || issuer === undefined || !mayNameTenant(issuer, tenantId)) return null;
      const role = lowerRole(said.role, roleOfValues(issuer, said.roleValues));
      // Not out of memory: this is the moment at which access counts.
      if (role === null || !(await mayEnter(tenantId, said.principalId))) return null;
      const lanes = commonLanes(said.lanes, issuer.lanes);
      return principalOf({ ...said, tenantId, keyId, role, permissions: permissionsOf(role), lanes });
    },
  };
}

async function principalFor(
  issuer: TokenIssuer,
  claims: TokenClaims,
  snapshots: TokenSnapshots,
): Promise<TenantPrincipal> {
  const { tenantId, principalId, role, roleValues, namespaces, department, lanes } = claims;
  const who = { tenantId, principalId, department, lanes };
  // Nobody with rights, but somebody: each route then names the permission that is missing.
  if (role === null)
    return principalOf({ ...who, keyId: 'jwt', role: 'guest', permissions: new Set(), namespaces: [] });
  const said: TokenSnapshot = {
    issuer: issuer.issuer,
    principalId,
    role,
    roleValues: [...roleValues],
    namespaces: [...new Set(namespaces)].toSorted(),
    department,
    lanes: [...lanes],
  };
  const keyId = await snapshots.keep(tenantId, said);
  return principalOf({ ...who, keyId, role, permissions: permissionsOf(role), namespaces: said.namespaces });
}

function principalOf(facts: Omit<TenantPrincipal, 'kind'>): TenantPrincipal {
  const { tenantId, principalId, keyId, role, permissions, namespaces, department, lanes } = facts;
  return { kind: 'tenant', tenantId, principalId, keyId, role, permissions, namespaces, department, lanes };
}

const lowerRole = (left: Role, right: Role | null): Role | null =>
  right === null ? null : (ROLES.find((role) => role === left || role === right) ?? null);

function requireRegion({ region_claim }: TokenIssuer, claims: TokenClaims, region: string | null): void {
  if (region_claim === undefined || (claims.region !== null && claims.region === region)) return;
  throw new Fault('forbidden', 'This token is of another region. Ask the fleet of its own region.');
}
