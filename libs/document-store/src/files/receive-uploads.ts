import { randomUUID } from 'node:crypto';
import { Fault } from '@ragfleet/kernel';
import type { Database } from '@ragfleet/postgres-connection';
import { storableMetadata, storableText } from '../ingestions/storable-text.ts';
import type { AcceptUpload, UploadPiece, UploadKey } from './contract.ts';
import { standInOrdinal } from './document-ordinals.ts';

const RETRY_MS = 30_000;

export async function beginUpload(
  database: Database,
  tenantId: string,
  maxTenantBytes: number,
): Promise<UploadKey> {
  const ingestionId = `ing_${randomUUID()}`;
  const begun = await database.query(
    `INSERT INTO uploads (tenant_id, ingestion_id)
    SELECT $1, $2 WHERE (SELECT coalesce(sum(size_bytes), 0) FROM uploads WHERE tenant_id = $1) <= $3
    RETURNING ingestion_id`,
    [tenantId, ingestionId, maxTenantBytes],
  );
  if (begun.length > 0) return { tenantId, ingestionId };
  throw new Fault(
    'rate-limited',
    'Too many uploaded files wait to be read. Wait for an ingestion of yours to end.',
    { retryAfterMs: RETRY_MS },
  );
}

export async function storePieces(
  database: Database,
  { tenantId, ingestionId }: UploadKey,
  bytes: Uint8Array,
  pieces: readonly UploadPiece[],
): Promise<void> {
  const stored = await database.query(
    `WITH place AS (
      UPDATE uploads SET size_bytes = size_bytes + octet_length($3::bytea)
      WHERE tenant_id = $1 AND ingestion_id = $2 RETURNING tenant_id, ingestion_id
    ), stored AS (
      INSERT INTO upload_pieces (tenant_id, ingestion_id, file_ordinal, piece, bytes)
      SELECT place.tenant_id, place.ingestion_id, part.file_ordinal, part.piece,
        substring($3::bytea FROM part.position + 1 FOR part.length)
      FROM place CROSS JOIN unnest($4::integer[], $5::integer[], $6::integer[], $7::integer[])
        AS part (file_ordinal, piece, position, length)
    )
    SELECT ingestion_id FROM place`,
    [
      tenantId,
      ingestionId,
      bytes,
      pieces.map(({ fileOrdinal }) => fileOrdinal),
      pieces.map(({ piece }) => piece),
      pieces.map(({ offset }) => offset),
      pieces.map(({ length }) => length),
    ],
  );
  if (stored.length === 0) throw tookTooLong();
}

/** An accepted upload, in one statement; a `false` of it is a Fault `expired`. */
export async function acceptUpload(database: Database, command: AcceptUpload): Promise<void> {
  const files = command.files.map(({ documentId, name, mediaType }, ordinal) => ({
    ordinal,
    document_ordinal: standInOrdinal(ordinal),
    id: documentId,
    name: storableText(name),
    media_type: mediaType === null ? null : storableText(mediaType),
  }));
  const [row] = await database.query<{ accepted: boolean }>(
    'SELECT accept_upload($1, $2, $3, $4, $5, $6, $7, $8::jsonb, $9::jsonb) AS accepted',
    [
      command.tenantId,
      command.ingestionId,
      command.principalId,
      command.callbackUrl,
      command.embedding,
      command.namespace,
      command.department,
      JSON.stringify(storableMetadata(command.metadata)),
      JSON.stringify(files),
    ],
  );
  if (row?.accepted !== true) throw tookTooLong();
}

/** Not once it is an ingestion: whoever discards may not know that accepting has worked. */
export async function discardUpload(database: Database, { tenantId, ingestionId }: UploadKey): Promise<void> {
  await database.query(
    `DELETE FROM uploads AS upload WHERE tenant_id = $1 AND ingestion_id = $2 AND NOT EXISTS
      (SELECT FROM ingestions AS accepted WHERE accepted.tenant_id = $1 AND accepted.ingestion_id = $2)`,
    [tenantId, ingestionId],
  );
}

export async function removeAbandonedUploads(
  database: Database,
  { olderThanMs, limit }: { readonly olderThanMs: number; readonly limit: number },
): Promise<number> {
  const removed = await database.query(
    `DELETE FROM uploads AS upload USING (
      SELECT tenant_id, ingestion_id FROM uploads AS old
      WHERE started_at < now() - $1::float8 * interval '1 millisecond' AND NOT EXISTS (
        SELECT FROM ingestions AS live WHERE live.tenant_id = old.tenant_id AND live.ingestion_id = old.ingestion_id
          AND live.status IN ('queued', 'running'))
      ORDER BY started_at LIMIT $2 FOR UPDATE SKIP LOCKED) AS due
    WHERE upload.tenant_id = due.tenant_id AND upload.ingestion_id = due.ingestion_id
    RETURNING upload.ingestion_id`,
    [olderThanMs, limit],
  );
  for (const change of CHANGES) await forgetChanges(database, change);
  return removed.length;
}

/** What was done to documents while files waited that may hold them. */
const CHANGES = [
  { table: 'deleted_documents', key: 'tenant_id, document_id' },
  { table: 'confirmed_documents', key: 'tenant_id, document_id' },
  // As a process of the release before writes it.
  { table: 'relabeled_documents', key: 'tenant_id, document_id' },
  { table: 'relabeled_fields', key: 'tenant_id, document_id, field' },
] as const;
const CHANGES_AT_ONCE = 5_000;

/** Of documents that no file may hold any more which was accepted before they were changed. */
async function forgetChanges(database: Database, { table, key }: (typeof CHANGES)[number]): Promise<void> {
  await database.query(
    `DELETE FROM ${table} WHERE (${key}) IN (
      SELECT ${key} FROM ${table} AS change
      WHERE NOT EXISTS (SELECT FROM uploads AS older WHERE older.tenant_id = change.tenant_id AND older.version < change.version)
      LIMIT $1 FOR UPDATE SKIP LOCKED)`,
    [CHANGES_AT_ONCE],
  );
}

function tookTooLong(): Fault {
  return new Fault('expired', 'The upload took too long and was given up. Send fewer files at once.');
}
