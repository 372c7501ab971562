import { LIMITS, uploadSubmission } from '@ragfleet/contracts';
import { documentIdOf } from '@ragfleet/document-files';
import {
  type DocumentStore,
  type IngestionRecord,
  toIngestionResource,
  type UploadedFile,
  type UploadKey,
} from '@ragfleet/document-store';
import { startIngestion, type StartIngestionPorts } from '@ragfleet/job-queue';
import { DEFAULT_NAMESPACE, Fault } from '@ragfleet/kernel';
import type { Part } from '../../http/multipart/contract.ts';
import { accepted } from '../../http/replies.ts';
import type { Reply, UploadFacts, UploadRequest } from '../../http/route.ts';
import { type CallbackRules, requireCallback } from '../admit-query.ts';
import { cleanFileName } from './file-name.ts';
import { createPieceWriter, type PieceWriter } from './piece-writer.ts';
import { createUploadForm, isFormField, type UploadForm } from './upload-form.ts';

export interface UploadPorts extends StartIngestionPorts {
  readonly store: Pick<DocumentStore, 'beginUpload' | 'storePieces' | 'acceptUpload' | 'discardUpload'>;
  readonly callbackRules: CallbackRules;
  readonly publicUrl: string | null;
}

/** A tenant's files that were uploaded and not read yet. */
const MAX_WAITING_BYTES = 8 * LIMITS.uploadBytes;

export const UPLOAD_FACTS: UploadFacts = {
  schema: uploadSubmission,
  limits: {
    maxBytes: LIMITS.uploadBytes,
    maxFileBytes: LIMITS.fileBytes,
    maxFiles: LIMITS.uploadFiles,
    maxFields: 16,
    maxFieldBytes: LIMITS.uploadFieldBytes,
    maxMs: 300_000,
    maxIdleMs: 30_000,
  },
};

/** Files into the document store as they arrive, then one ingestion of all of them, or none of them. */
export function createUploadHandler(ports: UploadPorts): (request: UploadRequest) => Promise<Reply> {
  const { store, publicUrl } = ports;
  return async (request) => {
    const { tenantId } = request.caller;
    const place = await store.beginUpload(tenantId, MAX_WAITING_BYTES);
    const record = await receive(ports, request, place).catch(async (error: unknown) => {
      // The first error is the reply; what this cannot remove, upkeep does.
      await store.discardUpload(place).catch(() => undefined);
      throw error;
    });
    await startIngestion(ports, { v: 1, tenantId, ingestionId: record.ingestionId });
    const ingestion = toIngestionResource(record, { publicUrl });
    return accepted(ingestion, { Location: ingestion.urls.self });
  };
}

async function receive(
  { store, callbackRules }: UploadPorts,
  { caller, parts }: UploadRequest,
  place: UploadKey,
): Promise<IngestionRecord> {
  const form = createUploadForm();
  const writer = createPieceWriter(store, place);
  const files: UploadedFile[] = [];
  for await (const part of parts) {
    if (part.kind === 'field') addField(form, part, callbackRules);
    else await addFile(files, part, writer);
  }
  if (files.length === 0) throw noFile();
  await writer.flush();
  const {
    namespace = DEFAULT_NAMESPACE,
    department = null,
    metadata = {},
    callback,
    embedding,
  } = form.fields;
  return store.acceptUpload({
    ...place,
    principalId: caller.principalId,
    callbackUrl: callback?.url ?? null,
    embedding: embedding ?? 'realtime',
    namespace,
    department,
    metadata,
    files,
  });
}

type Field = Extract<Part, { kind: 'field' }>;
type FilePart = Extract<Part, { kind: 'file' }>;

function addField(form: UploadForm, { name, value }: Field, callbackRules: CallbackRules): void {
  form.add(name, value);
  if (name === 'callback') requireCallback(form.fields.callback?.url, callbackRules);
}

async function addFile(files: UploadedFile[], part: FilePart, writer: PieceWriter): Promise<void> {
  if (isFormField(part.name))
    throw problemAt(`/${part.name}`, 'Send this field as text, without a file name.');
  const ordinal = files.length;
  const name = cleanFileName(part.fileName);
  if (name !== null) {
    files.push({ documentId: documentIdOf(name), name, mediaType: part.mediaType });
    await writer.write(ordinal, part.content);
    return;
  }
  // A browser sends this for a field in which nobody chose a file.
  for await (const chunk of part.content) {
    if (chunk.length > 0)
      throw problemAt(`/files/${ordinal}`, 'Give the file a name; its ending says its type.');
  }
}

function noFile(): Fault {
  return problemAt('/files', 'Send at least one file, as a part with a file name.');
}

function problemAt(pointer: string, message: string): Fault {
  const problems = [{ pointer, message }];
  return new Fault('invalid-input', 'Correct what `errors` names and send the request again.', { problems });
}
