import type { CallOptions } from './queries.ts';
import type { Page } from './resources/query.ts';
import type { CreatedTenant, NewTenant, Tenant, TenantChange } from './resources/tenant.ts';
import type { Transport } from './transport/transport.ts';

/** For keys of operators; an admin may read its own tenant. */
export interface Tenants {
  /** A lost reply is not repeated: the tenant may be there, and the secret of its key is shown once. */
  create(tenant: NewTenant, options?: CallOptions): Promise<CreatedTenant>;
  /** Newest first. */
  list(
    filter?: { readonly limit?: number; readonly starting_after?: string },
    options?: CallOptions,
  ): Promise<Page<Tenant>>;
  get(id: string, options?: CallOptions): Promise<Tenant>;
  /** In force everywhere within 5 s. */
  update(id: string, change: TenantChange, options?: CallOptions): Promise<Tenant>;
  /** Nobody gets in within 5 s, then all that it has is removed. Nothing brings it back. */
  delete(id: string, options?: CallOptions): Promise<Tenant>;
}

export function createTenants(transport: Transport): Tenants {
  return {
    create: (body, { signal } = {}) =>
      transport.read({ method: 'POST', path: '/v1/tenants', body, signal, isRepeatable: false }),
    list: (filter = {}, { signal } = {}) =>
      transport.read({
        method: 'GET',
        path: '/v1/tenants',
        query: { ...filter },
        signal,
        isRepeatable: true,
      }),
    get: (id, { signal } = {}) =>
      transport.read({ method: 'GET', path: pathOf(id), signal, isRepeatable: true }),
    update: (id, body, { signal } = {}) =>
      transport.read({ method: 'PATCH', path: pathOf(id), body, signal, isRepeatable: true }),
    delete: (id, { signal } = {}) =>
      transport.read({ method: 'DELETE', path: pathOf(id), signal, isRepeatable: true }),
  };
}

const pathOf = (id: string): string => `/v1/tenants/${encodeURIComponent(id)}`;
