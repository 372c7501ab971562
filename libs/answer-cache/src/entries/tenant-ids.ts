import type { Sealer } from '@ragfleet/sealing';

const ID_BYTES = 16;
const NAMESPACE_BYTES = 8;

/** 128 bits in base64url. */
export const rawId = (id: string): Buffer => Buffer.from(id, 'base64url');

/** Names in keys that say nothing: HMAC-SHA256 under the tenant's key, cut. */
export interface TenantIds {
  /** 22 characters of base64url: 128 bits. */
  ofText(tenantId: string, text: string): string;
  ofDocument(tenantId: string, documentId: string): string;
  /** 8 bytes. Two namespaces of a tenant that met would be evicted together. */
  ofNamespace(tenantId: string, namespace: string): Buffer;
}

export function createTenantIds(sealer: Sealer): TenantIds {
  const digest = (tenantId: string, purpose: string, text: string, bytes: number): Buffer =>
    Buffer.from(sealer.digest(tenantId, purpose, text).slice(0, 2 * bytes), 'hex');
  return {
    ofText: (tenantId, text) => digest(tenantId, 'cache', text, ID_BYTES).toString('base64url'),
    ofDocument: (tenantId, documentId) =>
      digest(tenantId, 'cache-document', documentId, ID_BYTES).toString('base64url'),
    ofNamespace: (tenantId, namespace) => digest(tenantId, 'cache-namespace', namespace, NAMESPACE_BYTES),
  };
}
