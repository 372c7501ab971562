import type { CallOptions } from './queries.ts';
import type { Erasure } from './resources/erasure.ts';
import type { Transport } from './transport/transport.ts';

/** For keys of admins. */
export interface Erasures {
  /** Erases everything of a person and revokes their credentials. It goes on by itself: read it until it has finished. Again asks for the same. */
  eraseUser(principalId: string, options?: CallOptions): Promise<Erasure>;
  /**
   * Deletes a document, also one that is deleted already, and takes it out of finished results and webhooks. A lost reply
   * is not repeated, because a key that may only write would hear of no such document. An admin calls again.
   */
  purgeDocument(documentId: string, options?: CallOptions): Promise<Erasure>;
  get(id: string, options?: CallOptions): Promise<Erasure>;
}

export function createErasures(transport: Transport): Erasures {
  return {
    eraseUser: (principalId, { signal } = {}) =>
      transport.read({
        method: 'DELETE',
        path: `/v1/users/${encodeURIComponent(principalId)}/data`,
        signal,
        isRepeatable: true,
      }),
    purgeDocument: (documentId, { signal } = {}) =>
      transport.read({
        method: 'DELETE',
        path: `/v1/documents/${encodeURIComponent(documentId)}`,
        query: { purge: 'true' },
        signal,
        isRepeatable: false,
      }),
    get: (id, { signal } = {}) =>
      transport.read({
        method: 'GET',
        path: `/v1/erasures/${encodeURIComponent(id)}`,
        signal,
        isRepeatable: true,
      }),
  };
}
