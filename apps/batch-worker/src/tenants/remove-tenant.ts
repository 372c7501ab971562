import type { DocumentStore } from '@ragfleet/document-store';
import type { ApiKeys } from '@ragfleet/identity';

export interface RemoveTenantPorts {
  readonly apiKeys: Pick<ApiKeys, 'revokeAll'>;
  readonly store: Pick<DocumentStore, 'removeTenantPart'>;
  /** Resolve to how much there was. */
  readonly removeFromCache: (tenantId: string, signal: AbortSignal) => Promise<number>;
  readonly removeFromQueue: (tenantId: string, signal: AbortSignal) => Promise<number>;
}

/** Goes through everything that a tenant has, once. True when nothing was there any more. */
export type RemoveTenant = (tenantId: string, signal: AbortSignal) => Promise<boolean>;

/**
 * Keys first, so that nothing comes in behind; then documents, which upkeep needs time for; what is cached of them; the
 * queue Redis last, where running work still looks. Stopped anywhere, the next time goes on with what is left.
 */
export function createRemoveTenant(ports: RemoveTenantPorts): RemoveTenant {
  const { apiKeys, store, removeFromCache, removeFromQueue } = ports;

  const removeDocuments = async (tenantId: string, signal: AbortSignal): Promise<number> => {
    for (let sum = 0; ; ) {
      signal.throwIfAborted();
      const { removed, owingVectors } = await store.removeTenantPart(tenantId, signal);
      sum += removed;
      if (removed === 0) return sum + owingVectors;
    }
  };

  return async (tenantId, signal) => {
    const keys = await apiKeys.revokeAll(tenantId, signal);
    const documents = await removeDocuments(tenantId, signal);
    const cached = await removeFromCache(tenantId, signal);
    const queued = await removeFromQueue(tenantId, signal);
    return keys + documents + cached + queued === 0;
  };
}
