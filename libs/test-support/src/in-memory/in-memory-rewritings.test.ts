import { describe } from 'vitest';
import { rewritingsContract } from '../contract-suites/rewritings-contract.ts';
import { createInMemoryRewritings } from './in-memory-rewritings.ts';

describe('createInMemoryRewritings', () => {
  const rewritings = createInMemoryRewritings();
  rewritingsContract(() => rewritings);
});
