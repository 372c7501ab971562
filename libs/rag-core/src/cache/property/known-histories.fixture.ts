import { asks, DOCUMENTS, type History, type Operation } from './operations.fixture.ts';

const everywhere = (namespace: string): History['documents'] =>
  Array.from({ length: DOCUMENTS }, (_one, text) => ({ text, labels: { namespace, department: null } }));

/** Moves every document. */
const moved = (namespace: string): readonly Operation[] =>
  Array.from({ length: DOCUMENTS }, (_one, document) => ({
    kind: 'change',
    isAcknowledged: true,
    change: { kind: 'relabel', tenant: 'acme', document, labels: { namespace, department: null } },
  }));

const evicted = (namespace: string): Operation => ({ kind: 'evict', tenant: 'acme', namespace });

/** Reads everything. */
const ANALYST = 4;

/** An answer is asked for while its documents are in one namespace and then in another, which is evicted after that. */
export const EVICTED_WHERE_IT_CAME_FROM: History = {
  documents: everywhere('default'),
  index: 'none',
  operations: [
    asks(ANALYST),
    ...moved('hr'),
    asks(ANALYST),
    ...moved('default'),
    evicted('default'),
    asks(ANALYST),
  ],
};

/** The same, with the eviction between two questions. */
export const EVICTED_WHERE_IT_IS: History = {
  documents: everywhere('default'),
  index: 'none',
  operations: [asks(ANALYST), ...moved('hr'), evicted('hr'), asks(ANALYST)],
};

/** Keyword search alone finds the colleague's evidence, the whole search does not. */
export const HALF_A_SEARCH: History = {
  documents: [1, 1, 4, 2, 0, 1, 1].map((text, at) => ({
    text,
    labels: { namespace: at === 4 ? 'hr' : 'public', department: null },
  })),
  index: 'none',
  operations: [asks(0), asks(3, { lost: 'dense' }), asks(3)],
};

/** Two groups who find different things ask in turns. */
export const IN_TURNS: History = {
  documents: HALF_A_SEARCH.documents,
  index: 'none',
  operations: [asks(0), asks(3), asks(0), asks(3), asks(0), asks(3)],
};
