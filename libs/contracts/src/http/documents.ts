import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { numberParameter } from './number-parameter.ts';
import { callback, metadata, namespaceName } from './queries.ts';

export const documentId = z
  .string()
  .regex(/^[\w.:-]{1,128}$/, 'Use 1-128 letters, digits, dots, colons, dashes or underscores.')
  // As a path they mean a folder: no client could ask for the document.
  .regex(/^(?!\.{1,2}$)/, 'Use more than one or two dots.');
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

const ingestionCallback = callback
  .pick({ url: true, include_result: true })
  .extend({ events: z.array(z.literal('ingestion.finished')).min(1).optional() });

/** `batch`: by the provider's cheaper batch interface where it has one; done within a day instead of minutes. */
export const embeddingChoice = z.enum(['realtime', 'batch']);
export type EmbeddingChoice = z.output<typeof embeddingChoice>;

/** `POST /v1/documents` as JSON. */
export const documentsSubmission = z
  .strictObject({
    documents: z.array(documentInput).min(1).max(LIMITS.documentsPerRequest),
    callback: ingestionCallback.optional(),
    embedding: embeddingChoice.optional(),
  })
  .meta({ id: 'DocumentsSubmission' });

/** The fields beside the files of `POST /v1/documents` as multipart/form-data; for every file that does not say otherwise. */
export const uploadFields = z.strictObject({
  namespace: namespaceName.optional(),
  department: departmentName.optional(),
  /** JSON in the form. */
  metadata: metadata.optional(),
  /** JSON in the form. */
  callback: ingestionCallback.optional(),
  embedding: embeddingChoice.optional(),
});
export type UploadFields = z.output<typeof uploadFields>;

/** The whole form, for the OpenAPI document. */
export const uploadSubmission = uploadFields
  .extend({
    files: z
      .array(z.string().meta({ format: 'binary' }))
      .min(1)
      .max(LIMITS.uploadFiles)
      .meta({
        description:
          'txt, md, html, pdf, docx, jsonl; 50 MB each and 256 MB together. The document takes its id from the name of ' +
          'its file, so that the same name again is a new version; each line of a jsonl file is a document.',
      }),
  })
  .meta({ id: 'DocumentsUpload' });

export const ingestionStatus = z.enum(['queued', 'running', 'finished', 'failed']);

const documentStatus = z.enum(['pending', 'embedded', 'unchanged', 'failed']);

/** Of a document in its ingestion: as far as the store counts. */
const MAX_POSITION = 2_147_483_647;

/** Which documents `GET /v1/ingestions/{id}` lists. */
export const ingestionView = z.strictObject({
  status: documentStatus.optional(),
  limit: numberParameter(
    z.coerce.number().int().min(0).max(LIMITS.ingestionDocuments).default(LIMITS.ingestionDocuments),
  ),
  starting_after: numberParameter(z.coerce.number().int().min(0).max(MAX_POSITION).optional()),
});

export const ingestionResource = z
  .object({
    id: z.string(),
    object: z.literal('ingestion'),
    status: ingestionStatus,
    embedding: embeddingChoice,
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
          status: documentStatus,
          chunks: z.int(),
          error: z.string().nullable(),
          /** Its place in the ingestion, for `starting_after`. */
          position: z.int(),
        }),
      )
      .optional(),
    /** True when the ingestion holds more documents than `documents` lists. */
    documents_truncated: z.boolean().optional(),
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
