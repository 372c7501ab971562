import type { Deliveries } from '@ragfleet/job-queue';
import type { AuditAction } from '../audit/audit-action.ts';
import { csrfField } from '../pages/page.ts';
import { knownTenant, type TenantLookup } from './known-tenant.ts';

export interface DeadLetterPorts {
  readonly deliveries: Pick<Deliveries, 'redeliverRange'>;
  readonly tenants: TenantLookup;
  readonly auditAction: AuditAction;
}

/** Sent again by one click, oldest first; the next click goes on, since those are dead letters no more. */
const CONCURRENCY = 500;

/**
 * Sends the webhooks of a tenant again that were given up: the same bytes under the same ids. In the audit log before it is
 * done. Says what was done. Faults: invalid-input where there is no such tenant, rate-limited.
 */
export async function resendDeadLetters(
  { deliveries, tenants, auditAction }: DeadLetterPorts,
  { user, body }: { readonly user: string; readonly body: unknown },
): Promise<string> {
  const tenantId = await knownTenant(tenants, body);
  await auditAction(user, 'webhook.redeliver', { target: tenantId });
  const range = { tenantId, status: 'dead', fromMs: null, toMs: null, limit: CONCURRENCY } as const;
  const { count, nextFromMs } = await deliveries.redeliverRange(range);
  const rest = nextFromMs === null ? '' : ' There are more: send again.';
  return `${count} ${count === 1 ? 'webhook' : 'webhooks'} of ${tenantId} will be sent again.${rest}`;
}

export const deadLettersForm = (csrf: string | null): string =>
  `<form method="post" action="/service/dead-letters">${csrfField(csrf)}
<label for="owner">Tenant whose webhooks are sent again that were given up</label><input id="owner" name="tenant" maxlength="63" required>
<button>Send them again</button></form>`;
