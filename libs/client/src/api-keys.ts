import type { CallOptions } from './queries.ts';
import type { ApiKey, ApiKeyRotation, ApiKeyWithSecret, NewApiKey, Revocation } from './resources/api-key.ts';
import type { Page } from './resources/query.ts';
import type { Transport } from './transport/transport.ts';

/** For keys of admins. A lost reply of what makes a secret is not repeated: look at the list, and revoke or rotate. */
export interface ApiKeys {
  create(key: NewApiKey, options?: CallOptions): Promise<ApiKeyWithSecret>;
  /** Newest first. */
  list(options?: CallOptions): Promise<Page<ApiKey>>;
  rotate(id: string, rotation?: ApiKeyRotation, options?: CallOptions): Promise<ApiKeyWithSecret>;
  /** In force everywhere within 5 s. */
  revoke(id: string, options?: CallOptions): Promise<void>;
}

/** People whose tokens (JWT) are refused, whatever their issuer signs. For keys of admins. */
export interface Revocations {
  /** In force everywhere within 5 s. */
  create(principalId: string, options?: CallOptions): Promise<Revocation>;
  /** Newest first. */
  list(options?: CallOptions): Promise<Page<Revocation>>;
  /** Takes the person's tokens again. */
  lift(principalId: string, options?: CallOptions): Promise<void>;
}

const KEYS = '/v1/api-keys';
const REVOCATIONS = '/v1/revocations';

export function createApiKeys(transport: Transport): ApiKeys {
  return {
    create: (body, { signal } = {}) =>
      transport.read({ method: 'POST', path: KEYS, body, signal, isRepeatable: false }),
    list: ({ signal } = {}) => transport.read({ method: 'GET', path: KEYS, signal, isRepeatable: true }),
    rotate: (id, body = {}, { signal } = {}) =>
      transport.read({
        method: 'POST',
        path: `${KEYS}/${encodeURIComponent(id)}/rotate`,
        body,
        signal,
        isRepeatable: false,
      }),
    revoke: (id, { signal } = {}) => transport.remove({ path: `${KEYS}/${encodeURIComponent(id)}`, signal }),
  };
}

export function createRevocations(transport: Transport): Revocations {
  return {
    create: (principalId, { signal } = {}) =>
      transport.read({
        method: 'POST',
        path: REVOCATIONS,
        body: { principal_id: principalId },
        signal,
        isRepeatable: true,
      }),
    list: ({ signal } = {}) =>
      transport.read({ method: 'GET', path: REVOCATIONS, signal, isRepeatable: true }),
    lift: (principalId, { signal } = {}) =>
      transport.remove({ path: `${REVOCATIONS}/${encodeURIComponent(principalId)}`, signal }),
  };
}
