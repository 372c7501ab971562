import { keysOfTenant, queueKeys } from '@ragfleet/contracts';
import { type Redis, unlinkMatching } from '@ragfleet/redis-connection';

/**
 * Removes everything of a tenant from the queue Redis but its record, and the list of its keys: what is in that list
 * nothing else leads to. Resolves to how much there was.
 */
export function removeTenantFromQueue(redis: Redis, tenantId: string, signal: AbortSignal): Promise<number> {
  const except = [queueKeys.tenant(tenantId), queueKeys.apiKeysOfTenant(tenantId)];
  return unlinkMatching(redis, { pattern: keysOfTenant(tenantId), except, signal });
}
