import { randomBytes } from 'node:crypto';

/** Where what a fleet keeps and says can be read. */
export type Sink =
  | 'logs'
  | 'queue Redis'
  | 'cache Redis'
  | 'files'
  | 'terminal'
  | 'PostgreSQL'
  | 'audit'
  | 'metrics'
  | 'traces'
  | 'dashboard'
  | 'errors'
  | 'other tenant';

export interface Canary {
  readonly name: string;
  readonly value: string;
  /** Where it may be, and why. Everywhere else it is a leak. */
  readonly allowed: Partial<Record<Sink, string>>;
}

const STORE = 'the document store is where documents are kept';
const OF_DOCUMENTS = { PostgreSQL: STORE } as const;
const NAME = 'a name of the operator or admin, by which the audit log and the books tell who or what';
const PUBLIC_NAME = { audit: NAME, logs: NAME, 'queue Redis': NAME, dashboard: NAME } as const;

/** What each canary stands for, and where that may be. */
const PLANTED = {
  question: {},
  'cached question': {},
  'failed question': {},
  'only-cached question': {},
  'canceled question': {},
  'expired question': {},
  'purged question': {},
  'batched question': {},
  'streamed question': {},
  'question with a webhook': {},
  'question whose webhook fails': {},
  "other tenant's question": { 'other tenant': 'its own' },
  'searched text': {},
  'history of the user': {},
  'history of the assistant': {},
  'session id': { audit: 'the audit log tells of which session an event is' },
  'metadata name of a query': {},
  'metadata value of a query': {},
  'idempotency key': {},
  'callback path': {},
  'callback query string': {},
  'reply of a receiver': {},
  'header of a receiver': {},
  'answer of the model': {},
  'error of the model': {},
  'system prompt': {},
  'header for the collector': { traces: 'the collector itself asks for it' },
  'own model key': {},
  'model key of the fleet': {},
  'feedback comment': {},
  'document text': OF_DOCUMENTS,
  'document title': OF_DOCUMENTS,
  'document source': OF_DOCUMENTS,
  'document metadata name': OF_DOCUMENTS,
  'document metadata value': OF_DOCUMENTS,
  'document department': OF_DOCUMENTS,
  'text of a deleted document': OF_DOCUMENTS,
  'text of an uploaded file': OF_DOCUMENTS,
  'name of an uploaded file': OF_DOCUMENTS,
  'text of a file that cannot be read': OF_DOCUMENTS,
  'name of a file that cannot be read': OF_DOCUMENTS,
  'refused value': {},
  'refused field': { errors: 'a pointer names the field that it is about' },
  'broken JSON': {},
  'bad credential': {},
  'unknown path': { errors: 'the instance of a problem is the path that was asked for' },
  'query string': {},
  cookie: {},
  'user agent': {},
  referer: {},
  'dashboard guess': {},
  'level reason': { ...PUBLIC_NAME, errors: 'a level is refused with its reason' },
} as const satisfies Readonly<Record<string, Canary['allowed']>>;

export type CanaryName = keyof typeof PLANTED;

/** A card number of a card scheme's tests: blocked in questions, and shown nowhere from then on. */
export const CARD_NUMBER = '4556737586899855';

export interface Canaries {
  readonly all: readonly Canary[];
  of(name: CanaryName): string;
}

/** Words that stand nowhere else, new in each run. */
export function createCanaries(): Canaries {
  const values = new Map(Object.keys(PLANTED).map((name) => [name, word()]));
  return {
    all: [
      ...Object.entries(PLANTED).map(([name, allowed]) => ({ name, allowed, value: values.get(name) ?? '' })),
      { name: 'card number', allowed: {}, value: CARD_NUMBER },
    ],
    of: (name) => values.get(name) ?? '',
  };
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const word = (): string =>
  `zq${[...randomBytes(14)].map((byte) => LETTERS[byte % LETTERS.length] ?? '').join('')}`;
