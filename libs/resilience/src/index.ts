export { type Breaker, type BreakerOptions, type BreakerSnapshot, createBreaker } from './breaker.ts';
export { type AnswerModelResilience, resilientAnswerModel } from './resilient-answer-model.ts';
export { type ResilienceOptions, resilientEmbedder } from './resilient-embedder.ts';
export { type KeyedAnswerModel, resilientKeyedModel } from './resilient-keyed-model.ts';
export { resilientReranker } from './resilient-reranker.ts';
export { resilientVectorIndex } from './resilient-vector-index.ts';
