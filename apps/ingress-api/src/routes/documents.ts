import {
  documentList,
  documentPatch,
  type DocumentResource,
  documentResource,
  documentsSubmission,
  erasureResource,
  ingestionResource,
  LIMITS,
  listOf,
} from '@ragfleet/contracts';
import { type CatalogueDocument, type DocumentStore, toIngestionResource } from '@ragfleet/document-store';
import { type Erasures, startIngestion, type StartIngestionPorts } from '@ragfleet/job-queue';
import { accessSetOf, Fault, type TenantPrincipal } from '@ragfleet/kernel';
import type { DocumentChanges } from '@ragfleet/rag-core';
import { z } from 'zod';
import { tenantRoute, withUpload } from '../http/define-route.ts';
import { accepted, list, noContent, ok } from '../http/replies.ts';
import type { Reply, Route } from '../http/route.ts';
import { acceptedErasure } from './erasures.ts';
import { documentParams } from './ids.ts';
import { MAY_READ, MAY_WRITE } from './permissions.ts';
import { type CallbackRules, requireCallback } from './admit-query.ts';
import { timestamp } from './timestamps.ts';
import { createUploadHandler, UPLOAD_FACTS } from './uploads/upload-documents.ts';

export interface DocumentRoutePorts extends StartIngestionPorts {
  readonly store: DocumentStore;
  readonly documentChanges: DocumentChanges<CatalogueDocument>;
  readonly callbackRules: CallbackRules;
  readonly erasures: Pick<Erasures, 'begin'>;
  readonly publicUrl: string | null;
}

const STORE_BUDGET_MS = 15_000;
const resource = { description: 'The document.', schema: documentResource };

export function documentRoutes(ports: DocumentRoutePorts): Route[] {
  const submit = withUpload(submitRoute(ports), UPLOAD_FACTS, createUploadHandler(ports));
  return [submit, ...readRoutes(ports), ...changeRoutes(ports)];
}

function submitRoute(ports: DocumentRoutePorts): Route {
  const { store, callbackRules, publicUrl } = ports;
  return tenantRoute(
    MAY_WRITE,
    {
      method: 'post',
      path: '/v1/documents',
      operationId: 'submitDocuments',
      summary: 'Add documents or files, or replace those with the same ids',
      tag: 'Documents',
      body: {
        schema: documentsSubmission,
        maxBytes: LIMITS.documentsBodyBytes,
      },
      replies: { 202: { description: 'Accepted for ingestion.', schema: ingestionResource } },
      audits: 'document.ingest',
      auditTarget: ({ body }) => targetOf(body.documents),
      budgetMs: STORE_BUDGET_MS,
    },
    async ({ caller, body }) => {
      const { tenantId, principalId } = caller;
      requireCallback(body.callback?.url, callbackRules);
      const record = await store.acceptIngestion({
        tenantId,
        principalId,
        documents: body.documents,
        callbackUrl: body.callback?.url ?? null,
        embedding: body.embedding,
      });
      await startIngestion(ports, { v: 1, tenantId, ingestionId: record.ingestionId });
      const ingestion = toIngestionResource(record, { publicUrl });
      return accepted(ingestion, { Location: ingestion.urls.self });
    },
  );
}

function readRoutes({ store }: DocumentRoutePorts): Route[] {
  const all = tenantRoute(
    MAY_READ,
    {
      method: 'get',
      path: '/v1/documents',
      operationId: 'listDocuments',
      summary: 'List the documents that the caller may read',
      tag: 'Documents',
      query: documentList,
      replies: { 200: { description: 'A page, by id.', schema: listOf(documentResource) } },
      budgetMs: STORE_BUDGET_MS,
    },
    async ({ caller, query }) => {
      const namespaces = query.namespace === undefined ? null : [query.namespace];
      const page = { limit: query.limit, startingAfter: query.starting_after ?? null };
      const found = await store.listDocuments({ access: accessSetOf(caller), namespaces }, page);
      return list(found.documents.map(toDocumentResource), found.hasMore);
    },
  );
  const one = tenantRoute(
    MAY_READ,
    {
      method: 'get',
      path: '/v1/documents/{id}',
      operationId: 'getDocument',
      summary: 'Read what is known of a document',
      tag: 'Documents',
      params: documentParams,
      replies: { 200: resource },
      faults: ['not-found'],
      budgetMs: STORE_BUDGET_MS,
    },
    async ({ caller, params }) => {
      const document = await store.getDocument(accessSetOf(caller), params.id);
      if (document === null) throw noSuchDocument();
      return ok(toDocumentResource(document));
    },
  );
  return [all, one];
}

function changeRoutes(ports: DocumentRoutePorts): Route[] {
  const { documentChanges } = ports;
  const facts = {
    path: '/v1/documents/{id}',
    tag: 'Documents',
    params: documentParams,
    faults: ['not-found'],
    budgetMs: STORE_BUDGET_MS,
  } as const;
  const patch = tenantRoute(
    MAY_WRITE,
    {
      ...facts,
      method: 'patch',
      operationId: 'updateDocument',
      summary: 'Change the labels of a document; in force when it returns',
      body: { schema: documentPatch, maxBytes: LIMITS.queryBodyBytes },
      replies: { 200: resource },
      audits: 'document.update',
    },
    async ({ caller, params, body, signal }) => {
      const labels = {
        ...(body.namespace !== undefined && { namespace: body.namespace }),
        ...(body.department !== undefined && { department: body.department }),
        ...(body.metadata !== undefined && { metadata: body.metadata }),
      };
      const document = await documentChanges.relabel(accessSetOf(caller), params.id, labels, signal);
      if (document === null) throw noSuchDocument();
      return ok(toDocumentResource(document));
    },
  );
  const remove = tenantRoute(
    MAY_WRITE,
    {
      ...facts,
      method: 'delete',
      operationId: 'deleteDocument',
      summary:
        'Delete a document; when it returns, nothing serves it any more. With `purge`, finished results and webhooks that cite it lose them',
      query: z.strictObject({ purge: z.stringbool().default(false) }),
      replies: {
        202: { description: 'Deleted, and its purge goes on.', schema: erasureResource },
        204: { description: 'Deleted.' },
      },
      faults: ['not-found', 'rate-limited'],
      audits: 'document.delete',
    },
    async ({ caller, params, query, signal }) => {
      if (query.purge) return purge(ports, caller, { documentId: params.id, signal });
      if (!(await documentChanges.remove(accessSetOf(caller), params.id, signal))) throw noSuchDocument();
      return noContent;
    },
  );
  return [patch, remove];
}

/** The purge is accepted first, so that whoever asks again after a failure finds a document to ask for. */
async function purge(
  { store, documentChanges, erasures, publicUrl }: DocumentRoutePorts,
  caller: TenantPrincipal,
  { documentId, signal }: { readonly documentId: string; readonly signal: AbortSignal },
): Promise<Reply> {
  const access = accessSetOf(caller);
  const isThere = (await store.getDocument(access, documentId)) !== null;
  // An admin purges what was deleted before as well.
  if (!isThere && !caller.permissions.has('admin')) throw noSuchDocument();
  const erasure = await erasures.begin(caller.tenantId, { kind: 'document', id: documentId });
  if (isThere) await documentChanges.remove(access, documentId, signal);
  return acceptedErasure(erasure, publicUrl);
}

const NAMED_DOCUMENTS = 20;

/** The first ones by name, so that a line stays a line. */
function targetOf(documents: readonly { readonly id?: string | undefined }[]): string[] {
  const ids = documents.slice(0, NAMED_DOCUMENTS).map(({ id }) => id ?? 'a new document');
  const left = documents.length - ids.length;
  return left === 0 ? ids : [...ids, `and ${left} more`];
}

function noSuchDocument(): Fault {
  return new Fault('not-found', 'There is no such document, or it is not yours to read.');
}

function toDocumentResource(document: CatalogueDocument): DocumentResource {
  return {
    id: document.documentId,
    object: 'document',
    title: document.title,
    source: document.source,
    namespace: document.namespace,
    department: document.department,
    metadata: { ...document.metadata },
    chunks: document.passages,
    size_bytes: document.sizeBytes,
    created_at: timestamp(document.createdAtMs),
    updated_at: timestamp(document.updatedAtMs),
  };
}
