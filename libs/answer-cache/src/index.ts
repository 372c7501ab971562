export {
  type CacheAdministration,
  type CacheAdministrationOptions,
  createCacheAdministration,
} from './administration/cache-administration.ts';
export type { CacheCheck, CacheOutcome, CountedQuery } from './administration/cache-day.ts';
export type { CacheStats } from './administration/cache-stats.ts';
export { createEmbeddingCache, type EmbeddingCacheOptions } from './embeddings/embedding-cache.ts';
export { type AnswerEntriesOptions, createAnswerEntries } from './entries/answer-entries.ts';
export { createSingleFlight, type SingleFlightOptions } from './flight/single-flight.ts';
