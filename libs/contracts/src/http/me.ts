import { LANES, PERMISSIONS, ROLES } from '@ragfleet/kernel';
import { z } from 'zod';

/** `GET /v1/me`: who the credential of this request is, and what it may do at this moment. */
export const me = z
  .object({
    object: z.literal('principal'),
    kind: z.enum(['tenant', 'operator']),
    principal_id: z.string(),
    /** null for operators, who belong to no tenant; so are the role and the department. */
    tenant_id: z.string().nullable(),
    role: z.enum(ROLES).nullable(),
    permissions: z.array(z.enum(PERMISSIONS)),
    namespaces: z.array(z.string()),
    department: z.string().nullable(),
    lanes: z.array(z.enum(LANES)),
  })
  .meta({ id: 'Me' });
