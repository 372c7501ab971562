/** How much was found of each kind so far. */
export interface ErasureCounts {
  readonly queries: number;
  readonly deliveries: number;
  readonly idempotency_keys: number;
  readonly cache_entries: number;
  readonly embeddings: number;
  readonly popular_questions: number;
  readonly ledger_rows: number;
  readonly ingestions: number;
  readonly api_keys: number;
  readonly token_records: number;
  readonly audit_names: number;
}

export interface Erasure {
  readonly id: string;
  readonly object: 'erasure';
  /** null for the purge of a document. */
  readonly user_id: string | null;
  readonly document_id: string | null;
  readonly status: 'running' | 'finished';
  readonly counts: ErasureCounts;
  readonly created_at: string;
  readonly finished_at: string | null;
  readonly urls: { readonly self: string };
}
