import { createHash } from 'node:crypto';
import { Fault, LANES, ROLES } from '@ragfleet/kernel';
import { z } from 'zod';

/** Signatures that the issuer alone can make. With a shared secret, whoever verifies could sign too. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
] as const;

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);
const MAX_ISSUERS = 16;

const claimName = z.string().min(1).max(200);
const tenantId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/);

const secureUrl = z
  .url({ protocol: /^https?$/ })
  .refine((text) => text.startsWith('https:') || isLoopback(text), 'must be https');

const issuer = z
  .strictObject({
    /** What the names of its subjects begin with. */
    name: z
      .string()
      .regex(/^[a-z0-9-]{1,32}$/)
      .optional(),
    issuer: secureUrl,
    audience: z.union([z.string().min(1), z.array(z.string().min(1)).min(1).max(10)]),
    /** Read from the issuer's OpenID configuration when it is left out. */
    jwks_uri: secureUrl.optional(),
    algorithms: z.array(z.enum(ALGORITHMS)).min(1).default(['RS256', 'ES256']),
    tenant: z.union([
      z.strictObject({ fixed: tenantId }),
      z.strictObject({ claim: claimName, allowed: z.array(tenantId).min(1).max(1_000).optional() }),
    ]),
    role: z.strictObject({
      claim: claimName,
      map: z.record(z.string().min(1), z.enum(ROLES)),
      /** For who has none of these. Without it they may do nothing. */
      default: z.enum(ROLES).optional(),
    }),
    namespaces_claim: claimName.optional(),
    department_claim: claimName.optional(),
    region_claim: claimName.optional(),
    lanes: z
      .array(z.enum(LANES))
      .min(1)
      .default([...LANES]),
    clock_tolerance_s: z.number().int().min(0).max(60).default(5),
    max_age_s: z.number().int().min(60).optional(),
  })
  .transform(({ name, ...rest }) => ({ ...rest, name: name ?? nameOf(rest.issuer) }));

/** One issuer of tokens that this fleet trusts, for what, and how its claims are read. */
export type TokenIssuer = z.output<typeof issuer>;

const issuers = z
  .array(issuer)
  .max(MAX_ISSUERS)
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'every name must be its own')
  .refine((all) => new Set(all.map((one) => one.issuer)).size === all.length, 'an issuer must be named once');

/** What every process that meets callers reads from its environment. */
export const identityVariables = {
  IDENTITY_ISSUERS: z
    .string()
    .default('[]')
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: 'custom', message: 'must be a JSON list' });
        return z.NEVER;
      }
    })
    .pipe(issuers)
    .meta({
      description:
        'issuers of tokens (JWT) that are trusted beside API keys, as a JSON list; the same for every process. See docs/security.md',
    }),
};

/** The issuers as they may be used here. Fault `invalid-input` for one without TLS in production. */
export function issuersOf(config: {
  readonly RAGFLEET_ENV: string;
  readonly IDENTITY_ISSUERS: readonly TokenIssuer[];
}): readonly TokenIssuer[] {
  const open = config.IDENTITY_ISSUERS.find((one) =>
    [one.issuer, one.jwks_uri].some((url) => url?.startsWith('http:') === true),
  );
  if (open === undefined || config.RAGFLEET_ENV !== 'production') return config.IDENTITY_ISSUERS;
  throw new Fault(
    'invalid-input',
    'IDENTITY_ISSUERS: in production every issuer and jwks_uri must be https.',
  );
}

/** True for an address of this very machine, whose traffic nobody else can read or change. */
export function isLoopback(url: string): boolean {
  return LOOPBACK.has(new URL(url).hostname);
}

const nameOf = (url: string): string => createHash('sha256').update(url).digest('hex').slice(0, 8);
