import { describe } from 'vitest';
import { answerEntriesContract } from '../contract-suites/answer-entries-contract.ts';
import { createInMemoryAnswerEntries } from './in-memory-answer-entries.ts';

describe('createInMemoryAnswerEntries', () => {
  const entries = createInMemoryAnswerEntries();
  answerEntriesContract(() => entries);
});
