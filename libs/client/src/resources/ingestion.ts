export type DocumentStatus = 'pending' | 'embedded' | 'unchanged' | 'failed';
export type EmbeddingChoice = 'realtime' | 'batch';

export interface IngestedDocument {
  readonly document_id: string;
  readonly status: DocumentStatus;
  readonly chunks: number;
  readonly error: string | null;
  /** Its place in the ingestion, for `starting_after`. */
  readonly position: number;
}

export interface Ingestion {
  readonly id: string;
  readonly object: 'ingestion';
  readonly status: 'queued' | 'running' | 'finished' | 'failed';
  readonly embedding: EmbeddingChoice;
  readonly created_at: string;
  readonly finished_at: string | null;
  readonly counts: {
    readonly total: number;
    readonly pending: number;
    readonly embedded: number;
    readonly unchanged: number;
    readonly failed: number;
  };
  readonly documents?: readonly IngestedDocument[];
  /** True when the ingestion holds more documents than `documents` lists. */
  readonly documents_truncated?: boolean;
  readonly urls: { readonly self: string; readonly events: string };
}

/** `progress` has the counts so far; `done` is the last. */
export interface IngestionEvent {
  readonly type: 'progress' | 'done';
  readonly data: Ingestion;
}
