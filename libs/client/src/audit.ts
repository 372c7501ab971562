import type { CallOptions } from './queries.ts';
import type { AuditEvents, AuditFilter, AuditVerification } from './resources/audit.ts';
import type { Transport } from './transport/transport.ts';

/** For keys of admins: the events of their tenant. */
export interface Audit {
  /** Newest first. */
  list(filter?: AuditFilter, options?: CallOptions): Promise<AuditEvents>;
  /** Walks every chain of the log; refused with 429 while another one is under way. */
  verify(options?: CallOptions & { readonly timeoutMs?: number }): Promise<AuditVerification>;
}

const VERIFY_TIMEOUT_MS = 70_000;

export function createAudit(transport: Transport): Audit {
  return {
    list: (query = {}, { signal } = {}) =>
      transport.read({ method: 'GET', path: '/v1/audit', query: { ...query }, signal, isRepeatable: true }),
    verify: ({ signal, timeoutMs = VERIFY_TIMEOUT_MS } = {}) =>
      transport.read({ method: 'GET', path: '/v1/audit/verify', signal, timeoutMs, isRepeatable: false }),
  };
}
