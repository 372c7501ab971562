import { type BadInput, type BadInputClass, CANARY, post } from './contract.fixture.ts';

const WHOLE = `{"question":"${CANARY} leave?","metadata":{"a":"b"},"top_k":3}`;

/** Cut at every third place where it is not whole. */
const TRUNCATED = Array.from({ length: 20 }, (_, index) => WHOLE.slice(0, 1 + index * 3));

const BROKEN: readonly string[] = [
  `${WHOLE}}`,
  `${WHOLE},`,
  `${WHOLE}${WHOLE}`,
  `${WHOLE}\u0000`,
  `\u0000${WHOLE}`,
  `{"question":"a\u0000b"}`,
  `{"question":"a\nb"}`,
  `{"question":'${CANARY}'}`,
  `{question:"${CANARY}"}`,
  `{"question":"${CANARY}",}`,
  `{"question":"a","top_k":NaN}`,
  `{"question":"a","top_k":Infinity}`,
  `{"question":"a","top_k":-Infinity}`,
  `{"question":"a","top_k":01}`,
  `{"question":"a","top_k":.5}`,
  `{"question":"a","top_k":5.}`,
  `{"question":"a","top_k":+5}`,
  `{"question":"a","top_k":0x5}`,
  `{"question":"a","top_k":1e}`,
  `{"question":"a" "top_k":5}`,
  `{"question":undefined}`,
  `{"question":"\\x41"}`,
  `{"question":"\\u12"}`,
  `{"question":"a"/* ${CANARY} */}`,
  `// ${CANARY}\n${WHOLE}`,
  `)]}',\n${WHOLE}`,
  `<question>${CANARY}</question>`,
  `question=${CANARY}`,
  CANARY,
  'true false',
  '   ',
  '{"question":True}',
  '['.repeat(10_000),
  `{"question":"a","metadata":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}}`,
  `{"question":"a","history":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
  `{"question":"a","history":${'['.repeat(33)}${']'.repeat(33)}}`,
];

/** JSON that a reader must take, or refuses for what it says. */
const WHOLE_BUT_ODD: ReadonlyArray<readonly [name: string, body: string, status: number]> = [
  ['a byte order mark', `\ufeff${WHOLE}`, 202],
  ['white space around it', `\r\n\t ${WHOLE} \n`, 202],
  ['a field twice', `{"question":"a","question":"${CANARY}"}`, 202],
  ['a field twice, the second wrong', `{"question":"a","question":5}`, 422],
  ['an integer beyond 2^53', '{"question":"a","top_k":9007199254740993}', 422],
  ['a number of 400 digits', `{"question":"a","top_k":${'9'.repeat(400)}}`, 422],
  ['a number that overflows', '{"question":"a","top_k":1e999}', 422],
  ['a number that underflows', '{"question":"a","deadline_seconds":1e-999}', 422],
  ['minus zero', '{"question":"a","top_k":-0}', 422],
  ['an integer written as a float', '{"question":"a","top_k":5.0}', 202],
  ['an integer with an exponent', '{"question":"a","top_k":5e0}', 202],
  ['null', 'null', 422],
  ['a number', '5', 422],
  ['a text', `"${CANARY}"`, 422],
  ['a list', `[${WHOLE}]`, 422],
  ['an empty object', '{}', 422],
];

/** As large as a body may be, and of nothing. */
const MANY_VALUES: ReadonlyArray<readonly [name: string, body: string]> = [
  ['four million empty lists', `{"documents":[${Array.from({ length: 4_000_000 }, () => '[]').join(',')}]}`],
  ['two million empty objects', `[${Array.from({ length: 2_000_000 }, () => '{}').join(',')}]`],
  ['six million numbers', `[${Array.from({ length: 6_000_000 }, () => '0').join(',')}]`],
];

const cases: readonly BadInput[] = [
  ...MANY_VALUES.map(([name, body]) => ({
    name,
    sent: post('/v1/documents', body, { caller: 'admin' }),
    status: 400,
  })),
  ...[...TRUNCATED, ...BROKEN].map((body, index) => ({
    name: `broken ${index + 1}: ${body.slice(0, 30)}`,
    sent: post('/v1/queries', body),
    status: 400,
  })),
  ...WHOLE_BUT_ODD.map(([name, body, status]) => ({ name, sent: post('/v1/queries', body), status })),
];

export const MALFORMED_JSON: BadInputClass = { name: 'malformed JSON', atLeast: 60, cases };
