import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countTokens } from '../tokens/count-tokens.ts';
import { compressText } from './compress-text.ts';

const CODE = '```ts\nconst  x  =  1;\n\n\n\nPlease note that y = "a   b";\n```';
const TABLE = '| Name   | Days |\n|--------|------|\n| Ada    | 25   |';
const COLUMNS = 'Name      Days   City\nAda       25     New York\nGrace     30     Oslo';
const QUOTED = '> Please note that   this is\n> what   they wrote';
const SPEECH = '"Please note that   I said   so"';
const OPEN_SPEECH = 'She wrote: "Please note that   this\nis what   I meant" and   left.';
const INDENTED = 'Run:\n\n    cd   /srv\n\n\n\n    make   all\n\nThen wait.';
const VERBATIM = [
  CODE,
  TABLE,
  COLUMNS,
  QUOTED,
  SPEECH,
  OPEN_SPEECH,
  INDENTED,
  '`a   b`',
  '«a   b»',
  '„a   b“',
  '<pre>\na   b\n\n\n\nc\n</pre>',
];

const piece = fc.constantFrom(
  ...VERBATIM,
  'Please note that ',
  "It's important to understand that ",
  'As you may know, ',
  'Please ',
  'note that ',
  'the policy',
  'Leave is paid.',
  ' ',
  '   ',
  '\n',
  '\n\n\n\n',
  '"',
  '“',
  '„',
  "'",
  '`',
  '|',
  '\t',
  '- item',
  '    ',
  '```',
  '5"',
  '<|endoftext|>',
  'é',
  '日本',
);
const text = fc.oneof(
  fc.array(piece, { maxLength: 14 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
);

const FILLER = /Please note that |It's important to understand that |As you may know, /g;
/** Until none is left: a phrase inside another leaves one behind, and one in wide spaces is one as well. */
function withoutFiller(whole: string): string {
  const shorter = whole.replace(/ {2,}/g, ' ').replace(FILLER, '');
  return shorter === whole ? whole.replace(/\s/g, '') : withoutFiller(shorter);
}

describe('compressText', () => {
  it.each([
    ['one\n\n\n\ntwo\n\nthree', 'one\n\ntwo\n\nthree'],
    ['one    two  three', 'one two three'],
    ['Please note that the office is closed.', 'the office is closed.'],
    ["It's important to understand that leave lapses.", 'leave lapses.'],
    ['It’s important to understand that leave lapses.', 'leave lapses.'],
    ['Paid. As you may know, leave lapses.', 'Paid. leave lapses.'],
    ['Please note that As you may know, leave   lapses.', 'leave lapses.'],
    ['Please Please note that note that leave lapses.', 'leave lapses.'],
    ['He said "a   b"   and   left', 'He said "a   b" and left'],
    ['- one\n  - two   three', '- one\n  - two three'],
    ['\n\n\n\none', '\n\none'],
    ['one\n\n\n\n', 'one\n\n'],
  ])('makes %j into %j', (whole, compressed) => {
    expect(compressText(whole)).toBe(compressed);
  });

  it.each(VERBATIM)('leaves code, tables and quotations byte by byte: %j', (verbatim) => {
    expect(compressText(verbatim)).toBe(verbatim);
    expect(compressText(`One   two.\n\n\n\n${verbatim}\n\n\n\nthree   four`)).toBe(
      `One two.\n\n${verbatim}\n\nthree four`,
    );
  });

  it.each([
    'NotPlease note that x',
    'please note that x',
    'Please note that 5 apply',
    'Please note that - x',
    'As you may know,',
  ])('leaves what is no filler: %j', (whole) => {
    expect(compressText(whole)).toBe(whole);
  });

  it('changes nothing more the second time', () => {
    fc.assert(
      fc.property(text, (whole) => {
        const once = compressText(whole);
        expect(compressText(once)).toBe(once);
      }),
      { numRuns: 5_000 },
    );
  });

  it('never has more tokens, and keeps every word', () => {
    fc.assert(
      fc.property(text, (whole) => {
        const compressed = compressText(whole);
        expect(countTokens(compressed)).toBeLessThanOrEqual(countTokens(whole));
        expect(withoutFiller(compressed)).toBe(withoutFiller(whole));
      }),
      { numRuns: 2_000 },
    );
  });

  it('keeps what stands in fences, wherever they stand', () => {
    const prose = fc.array(
      fc.constantFrom('one   two', '', '', 'Please note that it is', '  three', '| a   b |'),
      { maxLength: 6 },
    );
    fc.assert(
      fc.property(prose, prose, (before, after) => {
        const whole = [...before, CODE, ...after].join('\n');
        expect(compressText(whole)).toContain(CODE);
      }),
    );
  });
});
