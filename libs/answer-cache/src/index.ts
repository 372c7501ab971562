export {
  type CacheAdministration,
  type CacheOutcome,
  type CacheStats,
  createCacheAdministration,
} from './cache-administration.ts';
export { createEmbeddingCache, type EmbeddingCacheOptions } from './embeddings/embedding-cache.ts';
export { createExactAnswerCache, type ExactAnswerCacheOptions } from './exact-answer-cache.ts';
export { createSingleFlight, type SingleFlightOptions } from './flight/single-flight.ts';
