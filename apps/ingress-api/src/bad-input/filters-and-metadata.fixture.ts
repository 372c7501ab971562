import { ask, type BadInput, type BadInputClass, CANARY, document, post } from './contract.fixture.ts';

const OPERATORS = ['$where', '$ne', '$gt', '$regex', '$in', '$or', '$exists', '$expr', 'must_not', 'filter'];

/** Query strings of lists, in which nothing but a plain value of a known name is a filter. */
const LISTS: readonly string[] = [
  '/v1/queries?status[$ne]=queued',
  '/v1/queries?status=queued&status=failed',
  `/v1/queries?status=${CANARY}`,
  '/v1/queries?limit=0',
  '/v1/queries?limit=101',
  '/v1/queries?limit=1e2x',
  '/v1/queries?limit=ten',
  '/v1/queries?limit=-1',
  '/v1/queries?limit=1.5',
  '/v1/queries?limit=',
  '/v1/queries?limit=NaN',
  `/v1/queries?${CANARY}=1`,
  '/v1/queries?starting_after=..',
  '/v1/documents?namespace=a%20b',
  '/v1/ingestions/ing_1?limit=',
  '/v1/ingestions/ing_1?limit=%20',
  '/v1/ingestions/ing_1?starting_after=',
  "/v1/documents?namespace='%20OR%201=1--",
  '/v1/documents?namespace[]=default',
  '/v1/documents?starting_after=a%2fb',
  '/v1/webhook-deliveries?status=lost',
  '/v1/webhook-deliveries?starting_after=q_1',
  '/v1/costs?group_by=$where',
];

const deep = (levels: number): unknown => (levels === 0 ? 'a' : { a: deep(levels - 1) });

const cases: readonly BadInput[] = [
  // An operator as a name is a name: it is kept and filters nothing. As a value it is of the wrong type.
  ...OPERATORS.flatMap((operator) => [
    { name: `metadata ${operator}`, sent: ask({ metadata: { [operator]: 'a' } }), status: 202 },
    { name: `a value {${operator}}`, sent: ask({ metadata: { a: { [operator]: 1 } } }), status: 422 },
    { name: `namespaces {${operator}}`, sent: ask({ namespaces: { [operator]: null } }), status: 422 },
  ]),
  ...LISTS.map((target) => ({ name: target, sent: { target, caller: 'admin' as const }, status: 422 })),
  { name: 'two levels', sent: ask({ metadata: deep(2) }), status: 422 },
  { name: 'six levels', sent: ask({ metadata: deep(6) }), status: 422 },
  { name: 'ten levels', sent: ask({ metadata: deep(10) }), status: 400 },
  { name: 'forty levels', sent: ask({ metadata: deep(40) }), status: 400 },
  {
    name: 'ten thousand namespaces',
    sent: post('/v1/search', { query: 'a', namespaces: Array.from({ length: 10_000 }, () => 'a') }),
    status: 422,
  },
  { name: 'a list of a document', sent: document({ metadata: { a: ['b'] } }), status: 422 },
  { name: 'an operator of a document', sent: document({ namespace: { $ne: 'x' } }), status: 422 },
];

export const FILTERS_AND_METADATA: BadInputClass = { name: 'filters and metadata', atLeast: 40, cases };
