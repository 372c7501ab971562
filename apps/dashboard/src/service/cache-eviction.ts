import { Fault } from '@ragfleet/kernel';
import type { ChangeSequence } from '@ragfleet/rag-core';
import { z } from 'zod';
import type { AuditAction } from '../audit/audit-action.ts';
import { CSRF_FIELD } from '../http/cross-site.ts';
import { csrfField } from '../pages/page.ts';

export interface CacheEvictionPorts {
  readonly changes: Pick<ChangeSequence, 'evict'>;
  readonly tenants: { get(tenantId: string): Promise<object | null> };
  readonly auditAction: AuditAction;
}

const form = z.object({ tenant: z.string().trim().min(1).max(63), [CSRF_FIELD]: z.string().optional() });

/**
 * From here on no cached answer of a tenant is served; what they take up goes by and by. In the audit log before it is
 * done. Fault `invalid-input` where there is no such tenant.
 */
export async function evictAnswers(
  { changes, tenants, auditAction }: CacheEvictionPorts,
  { user, body }: { readonly user: string; readonly body: unknown },
): Promise<string> {
  const tenantId = form.safeParse(body).data?.tenant;
  if (tenantId === undefined || (await tenants.get(tenantId)) === null)
    throw new Fault('invalid-input', 'Write the id of a tenant, as `ragfleet tenants list` shows it.');
  await auditAction(user, 'cache.evict', { target: tenantId });
  await changes.evict(tenantId, null);
  return tenantId;
}

export const cacheEvictionForm = (csrf: string | null): string =>
  `<form method="post" action="/service/cache-eviction">${csrfField(csrf)}
<label for="tenant">Tenant whose cached answers are dropped</label><input id="tenant" name="tenant" maxlength="63" required>
<button>Drop the answers</button></form>`;
