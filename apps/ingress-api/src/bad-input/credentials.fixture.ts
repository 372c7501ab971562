import { type BadInput, type BadInputClass, CANARY } from './contract.fixture.ts';

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = (header: object, claims: object, signature = 'c2lnbmF0dXJl'): string =>
  `${encode(header)}.${encode(claims)}.${signature}`;
const CLAIMS = { sub: CANARY, tenant: 'acme', role: 'admin', exp: 4_102_444_800 };
const ID = 'abcdefgh';
const SECRET = 'A'.repeat(43);

/** Values of `Authorization` that are nobody's. */
const VALUES: readonly string[] = [
  '',
  'Bearer',
  'Bearer ',
  `Bearer ${CANARY}`,
  'bearer x',
  `Basic ${Buffer.from(`admin:${CANARY}`).toString('base64')}`,
  'Digest username="admin"',
  'Negotiate YII=',
  `ApiKey ${CANARY}`,
  `Token ${CANARY}`,
  CANARY,
  `Bearer rag`,
  'Bearer rag_',
  'Bearer rag__',
  'Bearer rag_test',
  `Bearer rag_test_${ID}`,
  `Bearer rag_test_${ID}_`,
  `Bearer rag_test_${ID}_${SECRET}`,
  `Bearer rag_live_${ID}_${SECRET}`,
  `Bearer rag_test_${ID}_${SECRET}_${SECRET}`,
  `Bearer RAG_TEST_${ID}_${SECRET}`,
  `Bearer rag_test_*_${SECRET}`,
  `Bearer rag_test_${ID}:x_${SECRET}`,
  `Bearer rag_test_../../x_${SECRET}`,
  `Bearer rag_test_${'a'.repeat(200)}_${SECRET}`,
  `Bearer rag_test_${ID}_${'A'.repeat(8_000)}`,
  `Bearer rag_test_${ID}_${SECRET} ${CANARY}`,
  `Bearer Bearer rag_test_${ID}_${SECRET}`,
  `Bearer\trag_test_${ID}_${SECRET}`,
  `Bearer "rag_test_${ID}_${SECRET}"`,
  'Bearer null',
  'Bearer undefined',
  'Bearer [object Object]',
  'Bearer ..',
  'Bearer a.b.c',
  'Bearer a.b.c.d.e',
  'Bearer .',
  'Bearer ...',
  'Bearer e30.e30.',
  'Bearer e30.e30.e30',
  `Bearer ${token({ alg: 'none' }, CLAIMS, '')}`,
  `Bearer ${token({ alg: 'None' }, CLAIMS, '')}`,
  `Bearer ${token({ alg: 'HS256' }, CLAIMS)}`,
  `Bearer ${token({ alg: 'RS256', kid: '../../etc/passwd' }, CLAIMS)}`,
  `Bearer ${token({ alg: 'RS256', kid: "x' OR 1=1" }, CLAIMS)}`,
  `Bearer ${token({ alg: 'RS256', jku: 'http://169.254.169.254/' }, CLAIMS)}`,
  `Bearer ${token({ alg: 'RS256', jwk: { kty: 'RSA' } }, CLAIMS)}`,
  `Bearer ${token({ alg: 'ES256' }, { ...CLAIMS, exp: 'never' })}`,
  `Bearer ${encode([])}.${encode([])}.x`,
  `Bearer ${'a'.repeat(6_000)}.${'b'.repeat(6_000)}.c`,
  'Bearer \u00e9\u00e8',
  'Bearer %00',
];

const cases: readonly BadInput[] = VALUES.map((value, index) => ({
  name: `${index + 1}: ${value.slice(0, 60)}`,
  sent: { target: '/v1/queries', caller: null, headers: [`Authorization: ${value}`] },
  status: 401,
}));

export const CREDENTIALS: BadInputClass = { name: 'credentials', atLeast: 45, cases };
