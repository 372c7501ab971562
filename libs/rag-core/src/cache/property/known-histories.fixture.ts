import { QUESTIONS } from './asked-questions.fixture.ts';
import { asks, DOCUMENTS, type History, type Operation } from './operations.fixture.ts';

const inNamespace = (namespace: string, text = 0): History['documents'][number] => ({
  text,
  labels: { namespace, department: null },
});

const everywhere = (namespace: string): History['documents'] =>
  Array.from({ length: DOCUMENTS }, (_one, text) => inNamespace(namespace, text));

const movedTo = (namespace: string, document: number): Operation => ({
  kind: 'change',
  isAcknowledged: true,
  change: { kind: 'relabel', tenant: 'acme', document, labels: { namespace, department: null } },
});

/** Moves every document. */
const moved = (namespace: string): readonly Operation[] =>
  Array.from({ length: DOCUMENTS }, (_one, document) => movedTo(namespace, document));

const evicted = (namespace: string): Operation => ({ kind: 'evict', tenant: 'acme', namespace });

/** Reads everything. */
const ANALYST = 4;
/** Reads the same as the first user, by other rights. */
const COLLEAGUE = 2;

/** An answer is asked for, its documents move to another namespace, and that is evicted. */
export const EVICTED_WHERE_IT_IS: History = {
  documents: everywhere('default'),
  index: 'none',
  staleSeconds: 0,
  operations: [asks(ANALYST), ...moved('hr'), evicted('hr'), asks(ANALYST)],
};

/** While an answer is being checked again its namespace is evicted, and then the document that it cites leaves it. */
export const EVICTED_WHERE_IT_LEFT: History = {
  documents: Array.from({ length: DOCUMENTS }, (_one, at) => inNamespace(at === 0 ? 'default' : 'public')),
  index: 'none',
  staleSeconds: 0,
  operations: [
    asks(0),
    asks(COLLEAGUE, {
      meanwhile: [evicted('default'), movedTo('public', 0)].map((operation) => ({ at: 'read', operation })),
    }),
    asks(0),
  ],
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

/** The fleet has the answers of both groups written ahead; then both ask. */
export const REFRESHED_IN_TURNS: History = {
  ...IN_TURNS,
  operations: [asks(0, { mode: 'refresh' }), asks(3, { mode: 'refresh' }), asks(0), asks(3)],
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
