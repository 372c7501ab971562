import { LATENCY_SECONDS, type MetricDefinition } from './metric-definition.ts';

/** Documents, where they come from, and the stores that hold their vectors. */
export const DOCUMENT_METRICS = {
  documentsIngested: {
    name: 'ragfleet_documents_ingested_total',
    help: 'Documents by ingestion outcome.',
    kind: 'counter',
    labels: ['tenant', 'outcome'],
  },
  ingestRestedSeconds: {
    name: 'ragfleet_ingest_rested_seconds_total',
    help: 'Time that ingestion has rested because questions were asked, a share of it by INGEST_SHARE_BESIDE_QUESTIONS.',
    kind: 'counter',
    labels: [],
  },
  sourcePasses: {
    name: 'ragfleet_source_passes_total',
    help: 'Passes over sources by outcome; only completed ones remove what is gone.',
    kind: 'counter',
    labels: ['tenant', 'source', 'outcome'],
  },
  sourceItems: {
    name: 'ragfleet_source_items_total',
    help: 'Items of sources by what a pass found.',
    kind: 'counter',
    labels: ['tenant', 'source', 'change'],
  },
  generationPassages: {
    name: 'ragfleet_index_generation_passages',
    help: 'Passages in the index of the other embedding model (done) and in all (total), while a change is under way.',
    kind: 'gauge',
    labels: ['model', 'state'],
  },
  foreignPassages: {
    name: 'ragfleet_foreign_passages_total',
    help: 'Passages that a vector store should not have returned, none of them served: other-tenant, unreadable, gone.',
    kind: 'counter',
    labels: ['tenant', 'reason'],
  },
  vectorSourceSeconds: {
    name: 'ragfleet_vector_source_seconds',
    help: 'Time that one vector store took in one search, by its outcome: answered, failed, or canceled when others were faster.',
    kind: 'histogram',
    labels: ['source', 'outcome'],
    buckets: LATENCY_SECONDS,
  },
} as const satisfies Record<string, MetricDefinition>;
