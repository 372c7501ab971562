export { breakerOptions, type BreakerVariables, breakerVariables } from './breakers/breaker-rules.ts';
export { type Breaker, type BreakerOptions, createBreaker } from './breakers/create-breaker.ts';
export { type Breakers, createFleetBreakers, type FleetBreakers } from './breakers/fleet-breakers.ts';
export { createRedisBreakerStore, type RedisBreakerStore } from './breakers/redis-breaker-store.ts';
export { type AnswerModelResilience, resilientAnswerModel } from './resilient-answer-model.ts';
export { type ResilienceOptions, resilientEmbedder } from './resilient-embedder.ts';
export { type KeyedAnswerModel, resilientKeyedModel } from './resilient-keyed-model.ts';
export { resilientReranker } from './resilient-reranker.ts';
export { resilientVectorIndex } from './resilient-vector-index.ts';
