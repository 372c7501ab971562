import { type CallOptions, poll, type WaitOptions } from './queries.ts';
import type { Document, DocumentPatch, Ingestion, NewDocument } from './resources/document.ts';
import type { Page } from './resources/query.ts';
import type { Transport } from './transport/transport.ts';

export interface Documents {
  /** Accepts documents for ingestion. Without an id on each of them a lost reply is not repeated: it might store them twice. */
  submit(
    documents: readonly NewDocument[],
    options?: CallOptions & { readonly callbackUrl?: string },
  ): Promise<Ingestion>;
  get(id: string, options?: CallOptions): Promise<Document>;
  list(
    filter?: { readonly namespace?: string; readonly limit?: number; readonly starting_after?: string },
    options?: CallOptions,
  ): Promise<Page<Document>>;
  /** In force when it resolves. */
  update(id: string, patch: DocumentPatch, options?: CallOptions): Promise<Document>;
  /** When it resolves, no search and no cached answer serves the document. */
  delete(id: string, options?: CallOptions): Promise<void>;
}

export interface Ingestions {
  get(id: string, options?: CallOptions): Promise<Ingestion>;
  wait(id: string, options?: WaitOptions): Promise<Ingestion>;
}

export function createDocuments(transport: Transport): Documents {
  return {
    submit(documents, { callbackUrl, signal } = {}) {
      const body = { documents, ...(callbackUrl === undefined ? {} : { callback: { url: callbackUrl } }) };
      const isRepeatable = documents.every(({ id }) => id !== undefined);
      return transport.read({ method: 'POST', path: '/v1/documents', body, signal, isRepeatable });
    },
    get: (id, { signal } = {}) =>
      transport.read({ method: 'GET', path: pathOf(id), signal, isRepeatable: true }),
    list: (query = {}, { signal } = {}) =>
      transport.read({ method: 'GET', path: '/v1/documents', query, signal, isRepeatable: true }),
    update: (id, body, { signal } = {}) =>
      transport.read({ method: 'PATCH', path: pathOf(id), body, signal, isRepeatable: true }),
    async delete(id, { signal } = {}) {
      await transport.send({ method: 'DELETE', path: pathOf(id), signal, isRepeatable: true });
    },
  };
}

export function createIngestions(transport: Transport): Ingestions {
  const get: Ingestions['get'] = (id, { signal } = {}) => {
    const path = `/v1/ingestions/${encodeURIComponent(id)}`;
    return transport.read({ method: 'GET', path, signal, isRepeatable: true });
  };
  return { get, wait: (id, options = {}) => poll(() => get(id, options), options) };
}

const pathOf = (id: string): string => `/v1/documents/${encodeURIComponent(id)}`;
