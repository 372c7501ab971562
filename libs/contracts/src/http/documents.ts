import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { callback, metadata, namespaceName } from './queries.ts';

export const documentId = z
  .string()
  .regex(/^[\w.:-]{1,128}$/, 'Use 1-128 letters, digits, dots, colons, dashes or underscores.');
export const departmentName = z
  .string()
  .regex(/^[\w .-]{1,64}$/, 'Use 1-64 letters, digits, spaces, dots, dashes or underscores.');

export const documentInput = z.strictObject({
  id: documentId.optional(),
  title: z.string().min(1).max(512),
  content: z.string().min(1),
  source: z.string().min(1).max(2_048).optional(),
  namespace: namespaceName.optional(),
  department: departmentName.optional(),
  metadata: metadata.optional(),
});
export type DocumentInput = z.output<typeof documentInput>;

/** `POST /v1/documents` as JSON. */
export const documentsSubmission = z
  .strictObject({
    documents: z.array(documentInput).min(1).max(LIMITS.documentsPerRequest),
    callback: callback
      .pick({ url: true, include_result: true })
      .extend({ events: z.array(z.literal('ingestion.finished')).min(1).optional() })
      .optional(),
  })
  .meta({ id: 'DocumentsSubmission' });

export const ingestionStatus = z.enum(['queued', 'running', 'finished', 'failed']);

export const ingestionResource = z
  .object({
    id: z.string(),
    object: z.literal('ingestion'),
    status: ingestionStatus,
    created_at: z.iso.datetime(),
    finished_at: z.iso.datetime().nullable(),
    counts: z.object({
      total: z.int(),
      pending: z.int(),
      embedded: z.int(),
      unchanged: z.int(),
      failed: z.int(),
    }),
    documents: z
      .array(
        z.object({
          document_id: z.string(),
          status: z.enum(['pending', 'embedded', 'unchanged', 'failed']),
          chunks: z.int(),
          error: z.string().nullable(),
        }),
      )
      .optional(),
    urls: z.object({ self: z.string(), events: z.string() }),
  })
  .meta({ id: 'Ingestion' });
export type IngestionResource = z.output<typeof ingestionResource>;

export const documentResource = z
  .object({
    id: z.string(),
    object: z.literal('document'),
    title: z.string(),
    source: z.string().nullable(),
    namespace: z.string(),
    department: z.string().nullable(),
    metadata,
    chunks: z.int(),
    size_bytes: z.int(),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'Document' });
export type DocumentResource = z.output<typeof documentResource>;

/** `PATCH /v1/documents/{id}`: only what is named changes. `department: null` removes the department. */
export const documentPatch = z
  .strictObject({
    namespace: namespaceName.optional(),
    department: departmentName.nullable().optional(),
    metadata: metadata.optional(),
  })
  .refine((patch) => Object.keys(patch).length > 0, 'Name at least one of namespace, department, metadata.');

export const documentList = z.strictObject({
  namespace: namespaceName.optional(),
  limit: z.coerce.number().int().min(1).max(LIMITS.listLimit).default(20),
  starting_after: documentId.optional(),
});

export const searchSubmission = z
  .strictObject({
    query: z
      .string()
      .min(1)
      .max(LIMITS.questionCharacters)
      .refine((text) => text.trim().length > 0, 'Name what to look for: the query is blank.'),
    namespaces: z.array(namespaceName).max(LIMITS.namespaces).optional(),
    top_k: z.int().min(1).max(LIMITS.topK).default(5),
    mode: z.enum(['hybrid', 'dense', 'keyword']).default('hybrid'),
  })
  .meta({ id: 'SearchSubmission' });

export const searchHit = z
  .object({
    document_id: z.string(),
    chunk_id: z.string(),
    title: z.string(),
    source: z.string().nullable(),
    namespace: z.string(),
    text: z.string(),
    rank: z.int(),
  })
  .meta({ id: 'SearchHit' });
