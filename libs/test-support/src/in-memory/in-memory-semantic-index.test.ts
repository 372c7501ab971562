import {
  CONTRACT_MAX_ENTRIES,
  describeSemanticIndexContract,
} from '../contract-suites/semantic-index-contract.ts';
import { createInMemorySemanticIndex } from './in-memory-semantic-index.ts';

describeSemanticIndexContract('the index in memory', async () => ({
  index: createInMemorySemanticIndex({ maxEntriesPerSpace: CONTRACT_MAX_ENTRIES }),
  close: async () => {},
}));
