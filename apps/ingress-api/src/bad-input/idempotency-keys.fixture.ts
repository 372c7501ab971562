import { ask, type BadInput, type BadInputClass, CANARY } from './contract.fixture.ts';

const keyed = (key: string, fields: object = {}) => ask(fields, { headers: [`Idempotency-Key: ${key}`] });

const ACCEPTED: readonly string[] = [
  'a',
  '0',
  '123456',
  'a:b',
  '{acme}:b',
  'a/b/../c',
  '*',
  '"quoted"',
  "'; DROP TABLE x",
  'k'.repeat(254),
  'k'.repeat(255),
  '__proto__',
  'constructor',
].map((key) => key.replaceAll(' ', '_'));

const REFUSED: readonly string[] = [
  '',
  ' ',
  'a b',
  'k'.repeat(256),
  'k'.repeat(2_560),
  'caf\u00e9',
  '\u{1f600}',
  `${CANARY} x`,
  'a\tb',
];

const again = keyed('again-1', { top_k: 3 });
const cases: readonly BadInput[] = [
  ...ACCEPTED.map((key) => ({ name: `the key ${key.slice(0, 30)}`, sent: keyed(key), status: 202 })),
  ...REFUSED.map((key) => ({
    name: `the key ${JSON.stringify(key.slice(0, 30))}`,
    sent: keyed(key),
    status: 422,
  })),
  { name: 'the same twice', before: again, sent: again, status: 202 },
  { name: 'another body', before: keyed('again-2'), sent: keyed('again-2', { top_k: 4 }), status: 422 },
  {
    name: 'two keys',
    sent: ask({}, { headers: ['Idempotency-Key: a1', 'Idempotency-Key: b1'] }),
    status: 422,
  },
  { name: 'NUL in a key', sent: keyed('a\u0000b'), status: 400 },
  { name: 'a lone CR in a key', sent: keyed('a\rb'), status: 400 },
  { name: 'a folded key', sent: keyed('a\r\n b'), status: 400 },
];

export const IDEMPOTENCY_KEYS: BadInputClass = { name: 'idempotency keys', atLeast: 24, cases };
