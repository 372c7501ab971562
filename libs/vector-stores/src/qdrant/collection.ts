import type { Prepared } from '../prepare-once.ts';
import type { QdrantCalls } from './qdrant-calls.ts';

/** A collection and the way to it. */
export interface OpenCollection {
  readonly calls: QdrantCalls;
  readonly name: string;
  readonly dimension: number;
  /** Before every call: the collection stands. */
  readonly prepared: Prepared<void>;
}

export const DISTANCE = 'Cosine';

/** Thresholds are in kB of vectors. `on_disk` and `memmap_threshold` are deprecated since 1.15 and still obeyed. */
export const collectionSettings = (dimension: number) =>
  ({
    vectors: { size: dimension, distance: DISTANCE, on_disk: false },
    hnsw_config: {
      m: 16,
      ef_construct: 100,
      full_scan_threshold: 10_000,
      max_indexing_threads: 0,
      on_disk: false,
    },
    optimizers_config: { indexing_threshold: 20_000, memmap_threshold: 50_000 },
  }) as const;

/** Every field that a filter names. `is_tenant` keeps a tenant's points together on disk and in the graph. */
export const PAYLOAD_INDEXES = [
  { field_name: 'tenant_id', field_schema: { type: 'keyword', is_tenant: true } },
  { field_name: 'namespace', field_schema: { type: 'keyword' } },
  { field_name: 'department', field_schema: { type: 'keyword' } },
  { field_name: 'document_id', field_schema: { type: 'keyword' } },
] as const;
