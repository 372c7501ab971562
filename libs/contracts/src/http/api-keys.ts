import { holds, LANES, PERMISSIONS, permissionsOf, ROLES } from '@ragfleet/kernel';
import { z } from 'zod';
import { departmentName } from './documents.ts';
import { LIMITS } from './limits.ts';
import { namespaceName } from './queries.ts';

export const principalName = z
  .string()
  .regex(/^[\w.@-]{1,128}$/, 'Use 1-128 letters, digits, dots, dashes, underscores or @.');

/** Two years of 366 days. */
const MAX_LIFETIME_MS = 2 * 366 * 86_400_000;

const permissions = z.array(z.enum(PERMISSIONS)).max(PERMISSIONS.length);

const NO_TIME = 'Use a time with its offset such as 2027-01-31T00:00:00Z.';

const expiry = z.iso.datetime({ offset: true, error: NO_TIME }).refine((text) => {
  const leftMs = Date.parse(text) - Date.now();
  return leftMs > 0 && leftMs <= MAX_LIFETIME_MS;
}, 'Use a time that is to come, and at most two years ahead.');

/**
 * `POST /v1/api-keys`: `permissions` add to what the role grants, `scopes` name the ones of all these that the key has;
 * `namespaces` omitted gives `default`.
 */
export const apiKeySubmission = z
  .strictObject({
    principal_id: principalName,
    name: z.string().trim().min(1).max(100).nullable().default(null),
    role: z.enum(ROLES),
    permissions: permissions.default([]),
    scopes: permissions.min(1).nullable().default(null),
    namespaces: z.array(namespaceName).max(LIMITS.namespaces).default(['default']),
    department: departmentName.nullable().default(null),
    lanes: z
      .array(z.enum(LANES))
      .min(1)
      .max(LANES.length)
      .default([...LANES]),
    requests_per_second: z.number().min(0.1).max(10_000).nullable().default(null),
    expires_at: expiry.nullable().default(null),
  })
  .refine(
    ({ role, permissions: added, scopes }) => {
      const held = permissionsOf(role, added);
      return scopes === null || scopes.every((scope) => holds(held, scope));
    },
    { path: ['scopes'], error: 'Name only permissions that the role or `permissions` grants.' },
  )
  .meta({ id: 'ApiKeySubmission' });

/** `POST /v1/api-keys/{id}/rotate`. */
export const apiKeyRotation = z
  .strictObject({ overlap_seconds: z.int().min(0).max(86_400).default(3_600) })
  .meta({ id: 'ApiKeyRotation' });

export const apiKeyResource = z
  .object({
    id: z.string(),
    object: z.literal('api_key'),
    name: z.string().nullable(),
    status: z.enum(['active', 'expired']),
    principal_id: z.string(),
    role: z.enum(ROLES),
    permissions: z.array(z.enum(PERMISSIONS)),
    scopes: z.array(z.enum(PERMISSIONS)).nullable(),
    namespaces: z.array(z.string()),
    department: z.string().nullable(),
    lanes: z.array(z.enum(LANES)),
    requests_per_second: z.number().nullable(),
    created_at: z.iso.datetime(),
    expires_at: z.iso.datetime().nullable(),
    previous_secret_until: z.iso.datetime().nullable(),
    last_used_on: z.iso.date().nullable(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKeyResource = z.output<typeof apiKeyResource>;

/** The replies that show the secret: it is shown when it is made, and never again. */
export const createdApiKeyResource = apiKeyResource
  .extend({ secret: z.string() })
  .meta({ id: 'CreatedApiKey' });
