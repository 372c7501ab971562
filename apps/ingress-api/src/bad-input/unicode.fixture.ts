import { ask, type BadInput, type BadInputClass, document, post, search } from './contract.fixture.ts';

/** As JSON spells it, where a text may not hold it. */
const TEXTS: ReadonlyArray<readonly [name: string, text: string]> = [
  ['a lone high surrogate', 'a\ud800b'],
  ['a lone low surrogate', 'a\udc00b'],
  ['surrogates the wrong way round', 'a\udc00\ud800b'],
  ['a high surrogate at the end', 'leave\ud83d'],
  ['NUL', 'a\u0000b'],
  ['control characters', 'a\u0001\u0007\u001b[31mb'],
  ['a thousand combining marks', `a${'\u0301'.repeat(1_000)}`],
  ['combining marks of many classes', `a${'\u0316\u0301\u0334'.repeat(300)}`],
  ['Zalgo', 'l\u0336\u0321e\u0334\u0300a\u0337\u0301ve'],
  ['composed', 'caf\u00e9 leave'],
  ['decomposed', 'cafe\u0301 leave'],
  ['compatibility forms', '\ufb01\u2460\uff21'],
  ['the longest expansion', '\ufdfa'.repeat(100)],
  ['right-to-left override', 'a\u202egnp.exe\u202c'],
  ['isolates', '\u2066a\u2067b\u2069'],
  ['zero width', 'le\u200ba\u200cv\u200de'],
  ['a byte order mark inside', 'a\ufeffb'],
  ['tag characters', 'a\u{e0061}\u{e0062}\u{e007f}'],
  ['variation selectors', 'a\ufe0f\u{e0100}'],
  ['four bytes', '\u{1f600}\u{20000}\u{10ffff}'],
  ['a family', '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}'],
  ['non-characters', 'a\ufffe\uffff\u{1fffe}'],
  ['private use', '\ue000\u{f0000}'],
  ['homoglyphs', '\u0430nnu\u0430l l\u0435\u0430ve'],
  ['Arabic', '\u0643\u0645 \u064a\u0648\u0645'],
  ['Thai without spaces', '\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35'.repeat(20)],
  ['Chinese', '\u5e74\u5047\u6709\u51e0\u5929'],
  ['soft hyphens', 'le\u00adave'],
  ['line separators', 'a\u2028b\u2029c'],
  ['dotless and dotted i', 'I\u0130i\u0131'],
  ['sharp s', 'STRASSE stra\u00dfe \u1e9e'],
];

/** Text of which nothing is left to ask: for a search blank, refused; a question waits for its worker to find out. */
const NOTHING: ReadonlyArray<readonly [name: string, text: string]> = [
  ['zero width alone', '\u200b\u200c\u200d'],
  ['tags alone', '\u{e0061}\u{e0062}'],
  ['controls alone', '\u0000\u0001'],
];

const cases: readonly BadInput[] = [
  ...TEXTS.flatMap(([name, text]) => [
    { name: `${name}, searched`, sent: search(text), status: 200 },
    {
      name: `${name}, asked`,
      sent: ask({ question: text, metadata: { note: text.slice(0, 500) } }),
      status: 202,
    },
    {
      name: `${name}, as a document`,
      sent: document({ title: text.slice(0, 500), content: text }),
      status: 202,
    },
  ]),
  ...NOTHING.map(([name, text]) => ({ name: `${name}, searched`, sent: search(text), status: 422 })),
  { name: 'a surrogate in a name', sent: ask({ metadata: { 'a\ud800': 'b' } }), status: 202 },
  { name: 'NUL in a namespace', sent: ask({ namespaces: ['a\u0000'] }), status: 422 },
  { name: 'NUL in a session', sent: ask({ session_id: 'a\u0000b' }), status: 202 },
  { name: 'NUL in a source', sent: document({ source: 'a\u0000b' }), status: 202 },
  { name: 'NUL in metadata', sent: document({ metadata: { a: 'b\u0000', 'k\u0000': 'c' } }), status: 202 },
  {
    name: 'NUL and a surrogate in a reason',
    sent: post(
      '/v1/degradation',
      { level: 'full', reason: 'a\u0000\ud800' },
      { method: 'PUT', caller: 'admin' },
    ),
    status: 200,
  },
];

export const UNICODE: BadInputClass = { name: 'Unicode', atLeast: 60, cases };
