import { LANES, PERMISSIONS, ROLES } from '@ragfleet/kernel';
import { z } from 'zod';
import { departmentName } from './documents.ts';
import { LIMITS } from './limits.ts';
import { namespaceName } from './queries.ts';

export const principalName = z
  .string()
  .regex(/^[\w.@-]{1,128}$/, 'Use 1-128 letters, digits, dots, dashes, underscores or @.');

/** `POST /v1/api-keys`: `permissions` add to what the role grants; `namespaces` omitted gives `default`. */
export const apiKeySubmission = z
  .strictObject({
    principal_id: principalName,
    role: z.enum(ROLES),
    permissions: z.array(z.enum(PERMISSIONS)).max(PERMISSIONS.length).default([]),
    namespaces: z.array(namespaceName).max(LIMITS.namespaces).default(['default']),
    department: departmentName.nullable().default(null),
    lanes: z
      .array(z.enum(LANES))
      .min(1)
      .max(LANES.length)
      .default([...LANES]),
  })
  .meta({ id: 'ApiKeySubmission' });

export const apiKeyResource = z
  .object({
    id: z.string(),
    object: z.literal('api_key'),
    principal_id: z.string(),
    role: z.enum(ROLES),
    permissions: z.array(z.enum(PERMISSIONS)),
    namespaces: z.array(z.string()),
    department: z.string().nullable(),
    lanes: z.array(z.enum(LANES)),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKeyResource = z.output<typeof apiKeyResource>;

/** The one reply that shows the secret. */
export const createdApiKeyResource = apiKeyResource
  .extend({ secret: z.string() })
  .meta({ id: 'CreatedApiKey' });
