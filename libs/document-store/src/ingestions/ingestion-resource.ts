import type { IngestionResource } from '@ragfleet/contracts';
import type { IngestedDocument, IngestionRecord } from '../contract.ts';

export interface IngestionResourceContext {
  /** Where the fleet is reached from outside, without a trailing slash; null renders paths. */
  readonly publicUrl: string | null;
  /** Rendered one by one where they are given. */
  readonly documents?: readonly IngestedDocument[];
  /** True when there are more of them. */
  readonly isTruncated?: boolean;
}

/** The record in the words of the HTTP contract. */
export function toIngestionResource(
  record: IngestionRecord,
  { publicUrl, documents, isTruncated = false }: IngestionResourceContext,
): IngestionResource {
  const self = `${publicUrl ?? ''}/v1/ingestions/${record.ingestionId}`;
  return {
    id: record.ingestionId,
    object: 'ingestion',
    status: record.status,
    embedding: record.embedding,
    created_at: timestamp(record.createdAtMs),
    finished_at: record.finishedAtMs === null ? null : timestamp(record.finishedAtMs),
    counts: { ...record.counts },
    ...(documents !== undefined && {
      documents: documents.map(toDocumentStatus),
      documents_truncated: isTruncated,
    }),
    urls: { self, events: `${self}/events` },
  };
}

const timestamp = (atMs: number): string => new Date(atMs).toISOString();

const toDocumentStatus = ({ documentId, position, status, passages, error }: IngestedDocument) => ({
  document_id: documentId,
  status,
  chunks: passages,
  error,
  position,
});
