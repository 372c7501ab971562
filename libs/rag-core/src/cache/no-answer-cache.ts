import type { AnswerCachePorts } from '../answer/answer-ports.ts';

/** A cache that holds nothing and keeps nothing: for measuring what is written anew each time. */
export const NO_ANSWER_CACHE: AnswerCachePorts = {
  entries: {
    idOf: (_tenantId, text) => text,
    read: async (_tenantId, entryIds) => entryIds.map(() => null),
    write: async () => undefined,
    replace: async () => false,
    remove: async () => 0,
    readRetrieval: async () => null,
    writeRetrieval: async () => undefined,
  },
  semantic: null,
  flights: null,
};
