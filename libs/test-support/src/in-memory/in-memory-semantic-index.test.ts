import { describeSemanticIndexContract } from '../contract-suites/semantic-index-contract.ts';
import { CONTRACT_MAX_ENTRIES } from '../contract-suites/semantic-index-stage.ts';
import { createInMemorySemanticIndex } from './in-memory-semantic-index.ts';

describeSemanticIndexContract('the index in memory', async () => ({
  index: createInMemorySemanticIndex({ maxEntriesPerSpace: CONTRACT_MAX_ENTRIES }),
  close: async () => {},
}));
