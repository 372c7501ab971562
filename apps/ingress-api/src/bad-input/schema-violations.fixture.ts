import {
  ask,
  type BadInput,
  type BadInputClass,
  CANARY,
  document,
  post,
  type RawRequest,
} from './contract.fixture.ts';

type Violations = Readonly<Record<string, readonly unknown[]>>;

const each = (where: string, violations: Violations, send: (fields: object) => RawRequest): BadInput[] =>
  Object.entries(violations).flatMap(([field, values]) =>
    values.map((value) => ({
      name: `${where}: ${field} = ${JSON.stringify(value).slice(0, 40)}`,
      sent: send({ [field]: value }),
      status: 422,
    })),
  );

const OF_QUERIES: Violations = {
  question: [null, 5, true, [], {}, ['a'], '', '   ', '\u00a0\t\n'],
  priority: [null, 'urgent', CANARY, 'HIGH', '', 1, ['high']],
  namespaces: [null, 'default', {}, [5], [null], [['a']], [''], ['a b'], [`${CANARY}/x`], ['a'.repeat(65)]],
  quality: [null, 'best', 1, []],
  top_k: [null, 0, -1, 21, 1.5, '5', [], {}, 1e308],
  history: [
    null,
    {},
    'a',
    [null],
    [{}],
    [{ role: 'user' }],
    [{ role: 'system', content: CANARY }],
    [{ role: 'user', content: '' }],
    [{ role: 'user', content: 5 }],
    [{ role: 'user', content: 'a', name: CANARY }],
  ],
  model: ['', 5, [], {}],
  session_id: ['', 5, [], {}],
  callback: [
    null,
    'https://example.com',
    [],
    {},
    { url: 5 },
    { url: 'https://example.com/', events: [] },
    { url: 'https://example.com/', events: ['query.started'] },
    { url: 'https://example.com/', include_result: 'yes' },
    { url: 'https://example.com/', secret: CANARY },
  ],
  cache: [
    null,
    'bypass',
    { mode: 'never' },
    { ttl_seconds: 0 },
    { ttl_seconds: 2_592_001 },
    { ttl_seconds: '60' },
    { semantic_threshold: 0.5 },
    { semantic_threshold: 1.5 },
    { mode: 'default', key: CANARY },
  ],
  deadline_seconds: [null, 0, -1, 86_401, 1.5, '60', []],
  metadata: [null, [], 'a', { a: 5 }, { a: null }, { a: {} }, { '': 'a' }, { ['k'.repeat(65)]: 'a' }],
  [CANARY]: [1],
  user_id: ['somebody'],
  tenant: ['other'],
};

const OF_DOCUMENTS: Violations = {
  id: ['', 'a b', 'a/b', '.', '..', 5, null, 'é'],
  title: ['', null, 5],
  content: ['', null, 5, []],
  source: ['', 5],
  namespace: ['', 'a b', 5],
  department: ['', 'a/b', 5],
  metadata: [[], { a: 1 }],
  [CANARY]: ['x'],
};

const OTHERS: ReadonlyArray<readonly [target: string, bodies: readonly unknown[], method?: string]> = [
  [
    '/v1/queries/batch',
    [{}, { queries: [] }, { queries: {} }, { queries: 'a' }, { queries: [1], x: CANARY }],
  ],
  ['/v1/search', [{}, { query: '' }, { query: 5 }, { query: 'a', mode: 'fuzzy' }, { query: 'a', top_k: 0 }]],
  ['/v1/documents', [{}, { documents: [] }, { documents: {} }, { documents: [null] }]],
  ['/v1/api-keys', [{}, { principal_id: 'a', role: 'root' }, { principal_id: '', role: 'user' }]],
  ['/v1/budget', [{}, { monthly_usd: -1 }, { monthly_usd: '5' }], 'PUT'],
  ['/v1/degradation', [{}, { level: 'off', reason: CANARY }], 'PUT'],
];

const cases: readonly BadInput[] = [
  ...each('query', OF_QUERIES, ask),
  ...each('document', OF_DOCUMENTS, document),
  {
    name: 'two thousand unknown fields',
    sent: ask(Object.fromEntries(Array.from({ length: 2_000 }, (_, index) => [`field-${index}`, CANARY]))),
    status: 422,
  },
  { name: 'a field of 50 kB', sent: ask({ ['f'.repeat(50_000)]: CANARY }), status: 422 },
  ...OTHERS.flatMap(([target, bodies, method]) =>
    bodies.map((body) => ({
      name: `${target}: ${JSON.stringify(body)}`,
      sent: post(target, body, { caller: 'admin', ...(method !== undefined && { method }) }),
      status: 422,
    })),
  ),
];

export const SCHEMA_VIOLATIONS: BadInputClass = { name: 'schema violations', atLeast: 120, cases };
