import { DEFAULT_NAMESPACE, LANES, type Lane, type Role, ROLES } from '@ragfleet/kernel';
import type { JWTPayload } from 'jose';
import { z } from 'zod';
import type { TokenIssuer } from './issuers.ts';
import { tokenPrincipalIdOf } from './principal-id.ts';

/** What a token says of its subject, in the fleet's words. */
export interface TokenClaims {
  readonly tenantId: string;
  readonly principalId: string;
  /** null when the issuer gives the subject no role here: then it may do nothing. */
  readonly role: Role | null;
  /** What it rests on: the values of the role claim that the issuer's map names. */
  readonly roleValues: readonly string[];
  readonly namespaces: readonly string[];
  readonly department: string | null;
  readonly region: string | null;
  readonly lanes: readonly Lane[];
}

const MAX_LIST = 32;

const word = z.string().regex(/^[\w.-]{1,64}$/);
const words = z.preprocess(
  (value) => (typeof value === 'string' ? value.split(' ').filter((part) => part !== '') : value),
  z.array(word).max(MAX_LIST),
);
const claims = z.object({
  subject: z
    .string()
    .min(1)
    .max(255)
    .refine((text) => text.isWellFormed()),
  tenantId: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  // Of these only what the map names is looked at, so a long list is no harm.
  roles: z.preprocess((value) => [value ?? []].flat(), z.array(z.string()).max(1_000)),
  namespaces: words,
  department: z
    .string()
    .regex(/^[\w .-]{1,64}$/)
    .nullable(),
  region: word.nullable(),
});

/** null for claims that are missing or cannot be what they are said to be, and for a tenant that is not this issuer's. */
export function readTokenClaims(issuer: TokenIssuer, payload: JWTPayload): TokenClaims | null {
  const { tenant, role, namespaces_claim, department_claim, region_claim } = issuer;
  const { data } = claims.safeParse({
    subject: payload.sub,
    tenantId: 'fixed' in tenant ? tenant.fixed : claimOf(payload, tenant.claim),
    roles: claimOf(payload, role.claim),
    namespaces:
      namespaces_claim === undefined ? [DEFAULT_NAMESPACE] : (claimOf(payload, namespaces_claim) ?? []),
    department: claimOf(payload, department_claim) ?? null,
    region: claimOf(payload, region_claim) ?? null,
  });
  if (data === undefined || !mayNameTenant(issuer, data.tenantId)) return null;
  const { subject, roles, ...rest } = data;
  const principalId = tokenPrincipalIdOf(issuer.name, subject);
  const roleValues = [...new Set(roles)].filter((value) => Object.hasOwn(issuer.role.map, value)).toSorted();
  return { ...rest, principalId, role: roleOfValues(issuer, roleValues), roleValues, lanes: issuer.lanes };
}

/** True when the issuer may speak for people of this tenant. */
export function mayNameTenant({ tenant }: TokenIssuer, tenantId: string): boolean {
  if ('fixed' in tenant) return tenant.fixed === tenantId;
  return tenant.allowed === undefined || tenant.allowed.includes(tenantId);
}

/** The lanes that both name, in the usual order. */
export const commonLanes = (left: readonly Lane[], right: readonly Lane[]): readonly Lane[] =>
  LANES.filter((lane) => left.includes(lane) && right.includes(lane));

/** The highest role that the issuer's map gives for these values. */
export function roleOfValues(
  { role: { map, default: otherwise } }: TokenIssuer,
  values: readonly string[],
): Role | null {
  const roles = new Set(values.map((value) => (Object.hasOwn(map, value) ? map[value] : undefined)));
  return ROLES.findLast((role) => roles.has(role)) ?? otherwise ?? null;
}

/** A claim by its whole name, which may hold dots, or else by its path: `realm_access.roles`. */
function claimOf(payload: JWTPayload, name: string | undefined): unknown {
  if (name === undefined) return undefined;
  if (Object.hasOwn(payload, name)) return payload[name];
  let value: unknown = payload;
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}
