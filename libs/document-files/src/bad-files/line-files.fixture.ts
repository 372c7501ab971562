import { type CorpusFile, text } from './corpus-file.fixture.ts';

const MEBIBYTE = 1024 * 1024;
const object = (fields: object): string => `${JSON.stringify(fields)}\n`;

export const LINE_FILES: readonly CorpusFile[] = [
  { what: 'blank lines alone', name: 'a.jsonl', bytes: text('\n \r\n\n'), outcomes: ['empty'] },
  {
    what: 'a broken line among good ones',
    name: 'a.jsonl',
    bytes: text('{"id":1,"text":"a"}\n{"id":2,\n{"id":3,"text":"c"}'),
    outcomes: ['ok', 'invalid-line', 'ok'],
  },
  {
    what: 'a line that was cut off',
    name: 'a.jsonl',
    bytes: text('{"id":1,"text":"a"}\n{"id":2,"te'),
    outcomes: ['ok', 'invalid-line'],
  },
  {
    what: 'an array over many lines',
    name: 'a.jsonl',
    bytes: text('[\n{"id":1}\n]'),
    outcomes: ['invalid-line', 'empty', 'invalid-line'],
  },
  {
    what: 'lines that are no objects',
    name: 'a.jsonl',
    bytes: text('1\n"x"\nnull\ntrue\n[]'),
    outcomes: Array.from({ length: 5 }, () => 'invalid-line' as const),
  },
  {
    what: 'ids that are numbers',
    name: 'a.jsonl',
    bytes: text('{"id":7,"text":"a"}\n{"id":1.5,"text":"b"}'),
    outcomes: ['ok', 'ok'],
  },
  {
    what: 'ids of other types',
    name: 'a.jsonl',
    bytes: text('{"id":true,"text":"a"}\n{"id":{},"text":"a"}\n{"id":[1],"text":"a"}'),
    outcomes: ['invalid-line', 'invalid-line', 'invalid-line'],
  },
  {
    what: 'ids that cannot be ids',
    name: 'a.jsonl',
    bytes: text('{"id":"a/b","text":"a"}\n{"id":"","text":"a"}'),
    outcomes: ['invalid-document', 'invalid-document'],
  },
  {
    what: 'the same id twice',
    name: 'a.jsonl',
    bytes: text('{"id":"x","text":"a"}\n{"id":"x","text":"b"}'),
    outcomes: ['ok', 'duplicate-id'],
    contains: 'a',
  },
  {
    what: 'the same id as number and text',
    name: 'a.jsonl',
    bytes: text('{"id":1,"text":"a"}\n{"id":"1","text":"b"}'),
    outcomes: ['ok', 'duplicate-id'],
  },
  {
    what: 'lines without a text',
    name: 'a.jsonl',
    bytes: text('{"id":1}\n{"id":2,"text":" "}\n{"id":3,"text":5}'),
    outcomes: ['empty', 'empty', 'invalid-line'],
  },
  {
    what: 'a line of 20 MB',
    name: 'a.jsonl',
    bytes: () =>
      Buffer.from(object({ id: 1, text: 'x'.repeat(20 * MEBIBYTE) }) + object({ id: 2, text: 'b' })),
    outcomes: ['text-too-long', 'ok'],
  },
  {
    what: 'brackets 100,000 deep',
    name: 'a.jsonl',
    bytes: text(`${'['.repeat(100_000)}\n{"id":2,"text":"b"}`),
    outcomes: ['invalid-line', 'ok'],
  },
  {
    what: 'lone surrogates',
    name: 'a.jsonl',
    bytes: text('{"id":1,"text":"a\\ud800b","title":"\\udfff"}'),
    outcomes: ['ok'],
    contains: 'a\uFFFDb',
  },
  {
    what: 'NUL escapes',
    name: 'a.jsonl',
    bytes: text('{"id":1,"text":"a\\u0000b"}'),
    outcomes: ['ok'],
    contains: 'ab',
  },
  {
    what: 'names of prototypes',
    name: 'a.jsonl',
    bytes: text('{"__proto__":{"id":9},"constructor":1,"id":1,"text":"a"}'),
    outcomes: ['ok'],
  },
  {
    what: 'metadata within metadata',
    name: 'a.jsonl',
    bytes: text('{"id":1,"text":"a","metadata":{"a":{"b":1}}}'),
    outcomes: ['invalid-line'],
  },
  {
    what: 'metadata with too many keys',
    name: 'a.jsonl',
    bytes: () =>
      Buffer.from(
        object({
          id: 1,
          text: 'a',
          metadata: Object.fromEntries(Array.from({ length: 17 }, (_key, at) => [`k${at}`, 1])),
        }),
      ),
    outcomes: ['invalid-document'],
  },
  {
    what: 'labels that cannot be labels',
    name: 'a.jsonl',
    bytes: text('{"id":1,"text":"a","namespace":"a b"}\n{"id":2,"text":"a","department":"<x>"}'),
    outcomes: ['invalid-document', 'invalid-document'],
  },
  { what: 'a byte order mark', name: 'a.jsonl', bytes: text('\uFEFF{"id":1,"text":"a"}'), outcomes: ['ok'] },
  {
    what: 'UTF-16',
    name: 'a.jsonl',
    bytes: () => Buffer.from('\uFEFF{"id":1,"text":"é"}\n', 'utf16le'),
    outcomes: ['ok'],
    contains: 'é',
  },
  {
    what: 'broken lines without end',
    name: 'a.jsonl',
    bytes: text('x\n'.repeat(5_000)),
    outcomes: [...Array.from({ length: 1_000 }, () => 'invalid-line' as const), 'too-many-failures'],
  },
];
