import type { CallOptions } from './queries.ts';
import type {
  Document,
  DocumentPatch,
  NewDocument,
  UploadFile,
  UploadOptions,
} from './resources/document.ts';
import type { EmbeddingChoice, Ingestion } from './resources/ingestion.ts';
import type { Page } from './resources/query.ts';
import type { Transport } from './transport/transport.ts';

export interface Documents {
  /** Accepts documents for ingestion. Without an id on each of them a lost reply is not repeated: it might store them twice. */
  submit(
    documents: readonly NewDocument[],
    options?: CallOptions & { readonly callbackUrl?: string; readonly embedding?: EmbeddingChoice },
  ): Promise<Ingestion>;
  /**
   * Sends files (txt, md, html, pdf, docx, jsonl; 50 MB each, 500 and 256 MB at once) as one ingestion. The same name
   * again is a new version of its document, so a lost reply is repeated. `timeoutMs` is 5 minutes by default.
   */
  upload(
    files: readonly UploadFile[],
    options?: CallOptions & UploadOptions & { readonly timeoutMs?: number },
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

const UPLOAD_TIMEOUT_MS = 300_000;

export function createDocuments(transport: Transport): Documents {
  return {
    submit(documents, { callbackUrl, embedding, signal } = {}) {
      const callback = callbackUrl === undefined ? {} : { callback: { url: callbackUrl } };
      const body = { documents, ...callback, ...(embedding === undefined ? {} : { embedding }) };
      const isRepeatable = documents.every(({ id }) => id !== undefined);
      return transport.read({ method: 'POST', path: '/v1/documents', body, signal, isRepeatable });
    },
    upload: (files, { signal, timeoutMs = UPLOAD_TIMEOUT_MS, ...options } = {}) =>
      transport.read({
        method: 'POST',
        path: '/v1/documents',
        form: formOf(files, options),
        signal,
        timeoutMs,
        isRepeatable: true,
      }),
    get: (id, { signal } = {}) =>
      transport.read({ method: 'GET', path: pathOf(id), signal, isRepeatable: true }),
    list: (query = {}, { signal } = {}) =>
      transport.read({ method: 'GET', path: '/v1/documents', query, signal, isRepeatable: true }),
    update: (id, body, { signal } = {}) =>
      transport.read({ method: 'PATCH', path: pathOf(id), body, signal, isRepeatable: true }),
    delete: (id, { signal } = {}) => transport.remove({ path: pathOf(id), signal }),
  };
}

/** The files come after the fields, so that a field that is refused is refused before they are sent. */
function formOf(files: readonly UploadFile[], options: UploadOptions): FormData {
  const { callbackUrl, metadata, ...texts } = options;
  const form = new FormData();
  for (const name of ['namespace', 'department', 'embedding'] as const) {
    const text = texts[name];
    if (text !== undefined) form.append(name, text);
  }
  if (metadata !== undefined) form.append('metadata', JSON.stringify(metadata));
  if (callbackUrl !== undefined) form.append('callback', JSON.stringify({ url: callbackUrl }));
  for (const file of files) form.append('files', file instanceof File ? file : file.content, file.name);
  return form;
}

const pathOf = (id: string): string => `/v1/documents/${encodeURIComponent(id)}`;
