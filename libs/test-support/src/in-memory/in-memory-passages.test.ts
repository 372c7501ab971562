import { describe } from 'vitest';
import { passageStoreContract } from '../contract-suites/passage-store-contract.ts';
import { vectorIndexContract } from '../contract-suites/vector-index-contract.ts';
import { createInMemoryPassages } from './in-memory-passages.ts';
import { createInMemoryVectorIndex } from './in-memory-vectors.ts';

describe('the in-memory passages', () => {
  passageStoreContract(async () => {
    const passages = createInMemoryPassages();
    let ingestions = 0;
    return {
      store: passages,
      accept: async (documents) => {
        ingestions += 1;
        passages.accept(`ing_${ingestions}`, documents);
        return `ing_${ingestions}`;
      },
      relabel: async (...change) => passages.relabel(...change),
      remove: async (...document) => passages.remove(...document),
      close: async () => undefined,
    };
  });
});

describe('the in-memory vector index', () => {
  vectorIndexContract(async () => ({ index: createInMemoryVectorIndex(), close: async () => undefined }));
});
