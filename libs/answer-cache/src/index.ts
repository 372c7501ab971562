export {
  type CacheAdministration,
  type CacheAdministrationOptions,
  createCacheAdministration,
} from './administration/cache-administration.ts';
export type { CacheCheck, CacheOutcome, CountedQuery } from './administration/cache-day.ts';
export type { CacheStats } from './administration/cache-stats.ts';
export { removeTenantFromCache, type RemoveTenantStores } from './administration/remove-tenant.ts';
export {
  createEmbeddingCache,
  type EmbeddingCacheOptions,
  type ForgettingEmbeddingCache,
} from './embeddings/embedding-cache.ts';
export {
  type CacheEvictionOptions,
  createCacheEviction,
  type EvictionReason,
} from './eviction/cache-eviction.ts';
export { type CacheEvictionStores, openCacheEviction } from './eviction/open-cache-eviction.ts';
export { type AnswerEntriesOptions, createAnswerEntries } from './entries/answer-entries.ts';
export type { ReadSource } from './entries/read-entries.ts';
export { createRewritings, type RewritingsOptions } from './entries/rewritings.ts';
export { createSingleFlight, type SingleFlightOptions } from './flight/single-flight.ts';
export {
  createKeyTracking,
  type KeyTracking,
  type KeyTrackingOptions,
  type RunningKeyTracking,
  type TrackingState,
} from './near/key-tracking.ts';
export {
  createQuestionPopularity,
  type QuestionPopularityOptions,
} from './popularity/question-popularity.ts';
export {
  type ChosenSemanticIndex,
  chooseSemanticIndex,
  type SemanticServers,
} from './semantic/choose-semantic-index.ts';
export { createGptCacheIndex, type GptCacheIndexOptions } from './semantic/gptcache/create-gptcache-index.ts';
export {
  createPgvectorSemanticIndex,
  type PgvectorSemanticIndexOptions,
} from './semantic/pgvector/create-pgvector-semantic-index.ts';
export { createScanIndex, type ScanIndexOptions } from './semantic/scan/create-scan-index.ts';
export { type SemanticSettings, semanticVariables } from './semantic/semantic-variables.ts';
export {
  createVectorSetIndex,
  type VectorSetIndexOptions,
} from './semantic/vector-sets/create-vector-set-index.ts';
export { createWarmingSavings, type WarmingSavings } from './popularity/warming-savings.ts';
