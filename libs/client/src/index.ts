export { type ClientOptions, createClient, type RagfleetClient } from './create-client.ts';
export type { Documents, Ingestions } from './documents.ts';
export { type Problem, RagfleetError } from './problem.ts';
export type { CallOptions, CreateQueryOptions, Queries, WaitOptions } from './queries.ts';
export type {
  CostReport,
  Document,
  DocumentPatch,
  Ingestion,
  NewDocument,
  NewSearch,
  SearchHit,
} from './resources/document.ts';
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
