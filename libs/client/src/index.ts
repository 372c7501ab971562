export { type ClientOptions, createClient, type RagfleetClient } from './create-client.ts';
export type { Documents } from './documents.ts';
export type { Ingestions, IngestionView } from './ingestions.ts';
export { type Problem, RagfleetError } from './problem.ts';
export type { CallOptions, CreateQueryOptions, Queries, WaitOptions } from './queries.ts';
export type {
  CacheStats,
  CostReport,
  Document,
  DocumentPatch,
  NewDocument,
  NewSearch,
  SearchHit,
  UploadFile,
  UploadOptions,
} from './resources/document.ts';
export type {
  DocumentStatus,
  EmbeddingChoice,
  IngestedDocument,
  Ingestion,
  IngestionEvent,
} from './resources/ingestion.ts';
export type {
  Citation,
  NewQuery,
  Page,
  Priority,
  Query,
  QueryEvent,
  QueryResult,
  QueryStatus,
} from './resources/query.ts';
