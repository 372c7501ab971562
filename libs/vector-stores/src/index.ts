export { chooseVectorIndex, type VectorSpace } from './choose-vector-index.ts';
export type { RetrievalResult } from './composite/retrieval-result.ts';
export type { OpenIndex } from './open-vector-database.ts';
export { type VectorStoreChoice, vectorVariables } from './vector-variables.ts';
