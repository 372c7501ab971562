import { type BadInput, type BadInputClass, CANARY } from './contract.fixture.ts';

const RESOURCES = ['/v1/queries/', '/v1/ingestions/', '/v1/documents/'] as const;

/** Ids that name nothing: metacharacters of paths, SQL, Lua, Redis patterns, MongoDB, templates, shells. */
const HOSTILE_IDS: readonly string[] = [
  '..%2f..%2fetc%2fpasswd',
  '%2e%2e%2fadmin',
  '..;%2fadmin',
  '%252e%252e%252f',
  '..%5c..%5cwindows',
  '%00',
  `q_1%00${CANARY}`,
  `q_1%0d%0aX-Injected:%20${CANARY}`,
  "q_1'%20OR%20'1'='1",
  'q_1;DROP%20TABLE%20documents--',
  'q_1%22%20--',
  '%7b%22$ne%22:null%7d',
  'q_*',
  'q_[a-z]*',
  'q_?',
  'q_%7btenant%7d:other',
  'ragfleet:query:other:q_1',
  "redis.call('FLUSHALL')",
  '$%7b7*7%7d',
  '%7b%7b7*7%7d%7d',
  '%60id%60',
  '%3cscript%3e',
  'q_%ef%bc%8e%ef%bc%8e',
  'q_%e2%80%ae1',
  '%f0%9f%98%80',
  'null',
  'undefined',
  'NaN',
  '0',
  '-1',
  'q_',
  `q_${'a'.repeat(65)}`,
  `q_${'a'.repeat(4_000)}`,
  'q_00000000-0000-7000-8000-000000000000',
  'Q_00000000-0000-7000-8000-000000000000',
];

/** Paths that a proxy and a server may read differently. What is not a path of the API is nobody's. */
const PATHS: ReadonlyArray<readonly [target: string, status: number]> = [
  ['/v1/../admin', 404],
  ['/v1/queries/../../etc/passwd', 404],
  ['/v1/..%2f..%2fetc%2fpasswd', 404],
  ['/v1//queries/q_1', 404],
  ['//v1/queries', 404],
  ['/v1/queries/q_1/../../api-keys', 404],
  ['/v1/queries;/admin', 404],
  ['/./v1/queries/x', 404],
  ['/v1/queries/%', 400],
  ['/v1/queries/%zz', 400],
  ['/v1/queries/%c0%ae', 400],
  ['/v1/queries/%e0%a4%a', 400],
  ['/v1/queries/%ff', 400],
  ['/v1/queries/q_1/%2e%2e/cancel', 404],
  [`/${CANARY}`, 404],
  [`/v1/${CANARY}`, 404],
  ['/console/../../package.json', 404],
  ['/console/..%2f..%2fpackage.json', 404],
  ['/console/%2e%2e/%2e%2e/package.json', 404],
  ['/docs/..%2f..%2f..%2fpackage.json', 404],
  ['/.env', 404],
  ['/.git/config', 404],
  ['/metrics/../v1/nothing', 404],
  [`/v1/nothing?${'a=b&'.repeat(2_000)}`, 404],
  ['http://other.example.com/v1/nothing', 404],
];

const cases: readonly BadInput[] = [
  ...HOSTILE_IDS.map((id, index) => {
    const target = `${RESOURCES[index % RESOURCES.length]}${id}`;
    return { name: target.slice(0, 80), sent: { target, caller: 'admin' as const }, status: 404 };
  }),
  ...PATHS.map(([target, status]) => ({
    name: target.slice(0, 80),
    sent: { target, caller: 'admin' as const },
    status,
  })),
];

export const IDS_AND_PATHS: BadInputClass = { name: 'ids and paths', atLeast: 60, cases };
