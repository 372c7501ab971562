import type { ChangeSequence } from '@ragfleet/rag-core';
import type { AuditAction } from '../audit/audit-action.ts';
import { csrfField } from '../pages/page.ts';
import { knownTenant, type TenantLookup } from './known-tenant.ts';

export interface CacheEvictionPorts {
  readonly changes: Pick<ChangeSequence, 'evict'>;
  readonly tenants: TenantLookup;
  readonly auditAction: AuditAction;
}

/**
 * From here on no cached answer of a tenant is served; what they take up goes by and by. In the audit log before it is
 * done. Says what was done. Fault `invalid-input` where there is no such tenant.
 */
export async function evictAnswers(
  { changes, tenants, auditAction }: CacheEvictionPorts,
  { user, body }: { readonly user: string; readonly body: unknown },
): Promise<string> {
  const tenantId = await knownTenant(tenants, body);
  await auditAction(user, 'cache.evict', { target: tenantId });
  await changes.evict(tenantId, null);
  return `No cached answer of ${tenantId} is served any more.`;
}

export const cacheEvictionForm = (csrf: string | null): string =>
  `<form method="post" action="/service/cache-eviction">${csrfField(csrf)}
<label for="tenant">Tenant whose cached answers are dropped</label><input id="tenant" name="tenant" maxlength="63" required>
<button>Drop the answers</button></form>`;
