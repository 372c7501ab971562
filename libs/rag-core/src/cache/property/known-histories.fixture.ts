import { QUESTIONS } from './asked-questions.fixture.ts';
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
  staleSeconds: 0,
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
  staleSeconds: 0,
  operations: [asks(ANALYST), ...moved('hr'), evicted('hr'), asks(ANALYST)],
};

/** Keyword search alone finds the colleague's evidence, the whole search does not. */
export const HALF_A_SEARCH: History = {
  documents: [1, 1, 4, 2, 0, 1, 1].map((text, at) => ({
    text,
    labels: { namespace: at === 4 ? 'hr' : 'public', department: null },
  })),
  index: 'none',
  staleSeconds: 0,
  operations: [asks(0), asks(3, { lost: 'dense' }), asks(3)],
};

/** Somebody who finds other passages has the answer written anew. */
export const REFRESHED_BY_ANOTHER: History = {
  documents: HALF_A_SEARCH.documents,
  index: 'none',
  staleSeconds: 0,
  operations: [asks(0), asks(3, { mode: 'refresh' }), asks(0)],
};

/** Two groups who find different things ask in turns. */
export const IN_TURNS: History = {
  documents: HALF_A_SEARCH.documents,
  index: 'none',
  staleSeconds: 0,
  operations: [asks(0), asks(3), asks(0), asks(3), asks(0), asks(3)],
};

/** Two wordings of one question, the second of which would be served the first one's answer. */
const neighborsOf = (isAsked: (text: string) => boolean, follows: boolean): History => ({
  documents: everywhere('public'),
  index: 'exact',
  staleSeconds: 0,
  operations: QUESTIONS.flatMap(({ text, meaning }, question) =>
    meaning === 'leave' && isAsked(text) ? [asks(0, { question, follows })] : [],
  ),
});

export const NEIGHBORS_WITH_A_PERSON = neighborsOf((text) => text.includes('ada@'), false);
export const NEIGHBORS_WITH_AN_ORDER = neighborsOf((text) => text.startsWith('Ignore'), false);
export const NEIGHBORS_AFTER_A_QUESTION = neighborsOf((text) => /^How .* the team\?$/.test(text), true);
