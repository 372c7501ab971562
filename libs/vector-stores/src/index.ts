export {
  chooseVectorIndex,
  type VectorSpace,
  type VectorStoreChoice,
  vectorVariables,
} from './choose-vector-index.ts';
