import { ask, type BadInput, type BadInputClass, CANARY, post } from './contract.fixture.ts';

/** Names that no field may have, whatever it would hold. */
const REFUSED = ['constructor', 'prototype'];

/** Names that mean something on every object. As names of metadata they are names like others. */
const INHERITED = [
  'toJSON',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'then',
  '__defineGetter__',
  '__lookupSetter__',
];

const PROTO: readonly string[] = [
  `{"question":"a","__proto__":{"role":"admin"}}`,
  `{"__proto__":{"question":"${CANARY}"}}`,
  `{"question":"a","metadata":{"__proto__":"${CANARY}"}}`,
  `{"question":"a","metadata":{"__proto__":{"a":"b"}}}`,
  `{"question":"a","cache":{"__proto__":{"mode":"bypass"}}}`,
  `{"question":"a","history":[{"role":"user","content":"a","__proto__":{}}]}`,
  `{"question":"a","\\u005f_proto__":{"x":1}}`,
  `{"question":"a","constructor":{"prototype":{"__proto__":null}}}`,
];

const cases: readonly BadInput[] = [
  ...PROTO.map((body) => ({ name: body, sent: post('/v1/queries', body), status: 400 })),
  ...INHERITED.flatMap((name) => [
    { name: `metadata.${name}`, sent: ask({ metadata: { [name]: 'a' } }), status: 202 },
    { name: `a field ${name}`, sent: ask({ [name]: { isAdmin: true } }), status: 422 },
  ]),
  ...REFUSED.flatMap((name) => [
    { name: `metadata.${name}`, sent: ask({ metadata: { [name]: 'a' } }), status: 400 },
    { name: `a field ${name}`, sent: ask({ [name]: { isAdmin: true } }), status: 400 },
  ]),
  { name: '__proto__ in the query string', sent: { target: '/v1/queries?__proto__[a]=b' }, status: 422 },
  { name: 'constructor in the query string', sent: { target: '/v1/queries?constructor=b' }, status: 422 },
];

export const POLLUTION: BadInputClass = { name: 'prototype pollution', atLeast: 20, cases };
