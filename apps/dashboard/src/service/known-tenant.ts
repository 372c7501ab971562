import { Fault } from '@ragfleet/kernel';
import { z } from 'zod';

export interface TenantLookup {
  get(tenantId: string): Promise<object | null>;
}

const form = z.object({ tenant: z.string().trim().min(1).max(63) });

/** The tenant that a form names. Fault `invalid-input` where there is none of that id. */
export async function knownTenant(tenants: TenantLookup, body: unknown): Promise<string> {
  const tenantId = form.safeParse(body).data?.tenant;
  if (tenantId === undefined || (await tenants.get(tenantId)) === null)
    throw new Fault('invalid-input', 'Write the id of a tenant, as `ragfleet tenants list` shows it.');
  return tenantId;
}
