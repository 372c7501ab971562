import { describeBreakerStoreContract } from './breaker-store-contract.fixture.ts';
import { createInMemoryBreakerStore } from './in-memory-breaker-store.ts';

const store = createInMemoryBreakerStore();
describeBreakerStoreContract('the memory of a process', () => store);
