import type { Database } from '@ragfleet/postgres-connection';
import { acceptedDocument } from '../ingestions/accept-ingestion.ts';
import { storableText } from '../ingestions/storable-text.ts';
import type { ExpandedDocument, FailedDocument, FilePortion, UploadKey, WaitingFile } from './contract.ts';
import { resultOrdinal } from './document-ordinals.ts';

/** As many as one request may hold. */
export function waitingFiles(
  database: Database,
  { tenantId, ingestionId }: UploadKey,
): Promise<WaitingFile[]> {
  return database.query<WaitingFile>(
    `SELECT tenant_id AS "tenantId", ingestion_id AS "ingestionId", file.ordinal AS "fileOrdinal", file.name,
      file.media_type AS "mediaType", upload.namespace, upload.department, upload.metadata,
      (SELECT count(*)::integer FROM upload_pieces AS part WHERE part.tenant_id = $1 AND part.ingestion_id = $2
        AND part.file_ordinal = file.ordinal) AS pieces
    FROM upload_files AS file JOIN uploads AS upload USING (tenant_id, ingestion_id)
    WHERE tenant_id = $1 AND ingestion_id = $2 ORDER BY file.ordinal`,
    [tenantId, ingestionId],
  );
}

/** A piece at a time, each asked for when the one before it has been taken. */
export async function* readUploadedFile(
  database: Database,
  { tenantId, ingestionId, fileOrdinal, pieces }: WaitingFile,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (let piece = 0; piece < pieces; piece += 1) {
    const [row] = await database.query<{ bytes: Uint8Array }>(
      `SELECT bytes FROM upload_pieces
      WHERE tenant_id = $1 AND ingestion_id = $2 AND file_ordinal = $3 AND piece = $4`,
      [tenantId, ingestionId, fileOrdinal, piece],
      signal,
    );
    // Another worker has closed the file: what comes of a part of it is not written.
    if (row === undefined) return;
    yield row.bytes;
  }
}

export async function expandFile(
  database: Database,
  file: WaitingFile,
  { results, isLast }: FilePortion,
): Promise<boolean> {
  const [row] = await database.query<{ expanded: boolean }>(
    'SELECT expand_upload($1, $2, $3, $4::jsonb, $5) AS expanded',
    [
      file.tenantId,
      file.ingestionId,
      file.fileOrdinal,
      JSON.stringify(results.map((result) => rowOf(file, result))),
      isLast,
    ],
  );
  return row?.expanded ?? false;
}

export async function closeFile(
  database: Database,
  { tenantId, ingestionId, fileOrdinal }: WaitingFile,
  error: string | null,
): Promise<void> {
  await database.query('SELECT close_upload($1, $2, $3, $4)', [
    tenantId,
    ingestionId,
    fileOrdinal,
    error === null ? null : storableText(error),
  ]);
}

/** What the file says of its labels goes before what the request said. */
function rowOf(file: WaitingFile, result: ExpandedDocument | FailedDocument): object {
  const ordinal = resultOrdinal(file.fileOrdinal, result.position);
  if ('error' in result) return { ordinal, id: result.id, error: storableText(result.error) };
  const { position: _, ...document } = result;
  const department = document.department ?? file.department;
  return acceptedDocument(
    {
      ...document,
      namespace: document.namespace ?? file.namespace,
      ...(department !== null && { department }),
      metadata: { ...file.metadata, ...document.metadata },
    },
    ordinal,
  );
}
