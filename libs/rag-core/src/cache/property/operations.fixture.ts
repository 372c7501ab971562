import fc from 'fast-check';
import type { CacheMode, Quality } from '../../ports/answers.ts';
import { DOCUMENT_TEXTS, QUESTIONS } from './asked-questions.fixture.ts';

export const TENANTS = ['acme', 'globex'] as const;
export type Tenant = (typeof TENANTS)[number];

export interface Labels {
  readonly namespace: string;
  readonly department: string | null;
}

export interface Rights {
  readonly namespaces: readonly string[];
  readonly department: string | null;
  readonly readsAll: boolean;
}

/** A change is in the document store first; until it is acknowledged the counters have not moved. */
export type Change =
  | { readonly kind: 'put'; readonly tenant: Tenant; readonly document: number; readonly text: number }
  | { readonly kind: 'drop'; readonly tenant: Tenant; readonly document: number }
  | { readonly kind: 'relabel'; readonly tenant: Tenant; readonly document: number; readonly labels: Labels };

/** Where in a query something else may happen. */
export const POINTS = [
  'read',
  'neighbors',
  'keyword',
  'dense',
  'recheck',
  'recall',
  'answer',
  'counters',
  'write',
  'replace',
] as const;
export type Point = (typeof POINTS)[number];

export interface Ask {
  readonly kind: 'ask';
  readonly tenant: Tenant;
  readonly user: number;
  readonly question: number;
  readonly quality: Quality;
  readonly model: string | null;
  readonly topK: number;
  readonly namespaces: readonly string[] | null;
  readonly mode: CacheMode;
  readonly ttlSeconds: number;
  readonly follows: boolean;
  readonly lost: 'keyword' | 'dense' | null;
  readonly meanwhile: readonly { readonly at: Point; readonly operation: Operation }[];
}

export type Operation =
  | { readonly kind: 'change'; readonly change: Change; readonly isAcknowledged: boolean }
  | { readonly kind: 'acknowledge' }
  | {
      readonly kind: 'rights';
      readonly tenant: Tenant;
      readonly user: number;
      readonly rights: Rights | null;
    }
  | { readonly kind: 'evict'; readonly tenant: Tenant; readonly namespace: string | null }
  | { readonly kind: 'housekeep'; readonly tenant: Tenant; readonly document: number }
  | { readonly kind: 'lose'; readonly salt: number }
  | { readonly kind: 'empty-queue-redis'; readonly tenant: Tenant }
  | { readonly kind: 'wait'; readonly seconds: number }
  | Ask;

export type IndexManner = 'exact' | 'drops' | 'reorders' | 'mixes' | 'none';

export interface History {
  readonly documents: readonly { readonly text: number; readonly labels: Labels }[];
  readonly index: IndexManner;
  /** How long an answer may outlive its end. */
  readonly staleSeconds: number;
  readonly operations: readonly Operation[];
}

export const DOCUMENTS = 7;
const USERS = 5;

/** Most of it happens in one tenant; the other is there to meet it. */
const tenant = fc.oneof(
  { weight: 9, arbitrary: fc.constant<Tenant>('acme') },
  { weight: 1, arbitrary: fc.constant<Tenant>('globex') },
);
const document = fc.nat({ max: DOCUMENTS - 1 });
/** Two of them have the same rights, so that one is served what the other asked. */
const user = fc.nat({ max: USERS - 1 });
const text = fc.nat({ max: DOCUMENT_TEXTS.length - 1 });
const namespace = fc.constantFrom('public', 'default', 'default', 'hr');
const department = fc.constantFrom(null, null, 'legal');
const labels = fc.record({ namespace, department });

const rights = fc.option(
  fc.record({
    namespaces: fc.constantFrom<readonly string[]>(['default'], ['default', 'hr'], ['hr'], []),
    department,
    readsAll: fc.constantFrom(false, false, false, true),
  }),
  { freq: 8 },
);

const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('put'), tenant, document, text }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('drop'), tenant, document }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('relabel'), tenant, document, labels }) },
);

const disturbance: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('change'),
      change,
      isAcknowledged: fc.constantFrom(true, true, true, false),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('acknowledge') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rights'), tenant, user, rights }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('evict'), tenant, namespace: fc.option(namespace) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('housekeep'), tenant, document }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lose'), salt: fc.nat({ max: 99 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait'), seconds: fc.constantFrom(10, 200, 500) }) },
);

/** Others happen so seldom that they would only cost hits. */
const rarity: fc.Arbitrary<Operation> = fc.record({ kind: fc.constant('empty-queue-redis'), tenant });

/** What most people ask, so that they meet; the others differ in something. */
const usual = <Value>(value: Value, ...others: readonly [Value, ...Value[]]): fc.Arbitrary<Value> =>
  fc.oneof(
    { weight: 20, arbitrary: fc.constant(value) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  );

const askWith = (meanwhile: fc.Arbitrary<Ask['meanwhile']>): fc.Arbitrary<Ask> =>
  fc.record({
    kind: fc.constant('ask'),
    tenant,
    user,
    // The first ones are paraphrases of each other: they shall meet.
    question: fc.oneof(
      { weight: 5, arbitrary: fc.nat({ max: 2 }) },
      { weight: 2, arbitrary: fc.nat({ max: QUESTIONS.length - 1 }) },
    ),
    quality: usual<Quality>('standard', 'high'),
    model: usual<string | null>(null, 'local-small'),
    topK: usual(2, 3),
    namespaces: usual<readonly string[] | null>(null, ['default', 'hr'], ['default'], []),
    mode: usual<CacheMode>('default', 'refresh', 'only', 'bypass', 'refresh'),
    ttlSeconds: fc.constantFrom(300, 3_000),
    follows: usual(false, true),
    lost: usual<Ask['lost']>(null, 'keyword', 'dense'),
    meanwhile,
  });

const meanwhile = fc.oneof(
  { weight: 9, arbitrary: fc.constant<Ask['meanwhile']>([]) },
  {
    weight: 2,
    arbitrary: fc.array(
      fc.record({
        at: fc.constantFrom(...POINTS),
        operation: fc.oneof(
          { weight: 2, arbitrary: disturbance },
          { weight: 1, arbitrary: askWith(fc.constant([])) },
        ),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  },
);

const operation: fc.Arbitrary<Operation> = fc.oneof(
  { weight: 60, arbitrary: askWith(meanwhile) },
  { weight: 18, arbitrary: disturbance },
  { weight: 1, arbitrary: rarity },
);

/** A question as most are, for histories that are written down. */
export const asks = (user: number, changes: Partial<Ask> = {}): Ask => ({
  kind: 'ask',
  tenant: 'acme',
  user,
  question: 0,
  quality: 'standard',
  model: null,
  topK: 2,
  namespaces: null,
  mode: 'default',
  ttlSeconds: 300,
  follows: false,
  lost: null,
  meanwhile: [],
  ...changes,
});

/** What happens to two tenants that begin with the same documents and the same people. */
export const histories: fc.Arbitrary<History> = fc.record({
  documents: fc.array(fc.record({ text, labels }), { minLength: DOCUMENTS, maxLength: DOCUMENTS }),
  staleSeconds: fc.constantFrom(0, 0, 0, 200),
  index: fc.constantFrom<IndexManner>('exact', 'exact', 'drops', 'reorders', 'mixes', 'none'),
  operations: fc.array(operation, { minLength: 5, maxLength: 15, size: 'max' }),
});
