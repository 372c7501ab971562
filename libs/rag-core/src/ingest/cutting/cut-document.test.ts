import fc from 'fast-check';
import { cpuMs } from '@ragfleet/test-support';
import { describe, expect, it } from 'vitest';
import { countTokens } from '../../tokens/count-tokens.ts';
import { cutDocument, cutsOf } from './cut-document.ts';

const limits = { maxTokens: 40, overlapTokens: 12 };
const sentences = (count: number): string =>
  Array.from({ length: count }, (_text, at) => `Sentence number ${at} speaks of leave and travel.`).join(' ');

describe('cutDocument', () => {
  it('keeps the path of headings above each passage and never crosses one', () => {
    const cuts = cutDocument(
      'Intro.\n# Leave\n## Annual\n27 days.\n## Sick\nCall first.\n# Travel\nSecond class.',
      limits,
    );
    expect(cuts.map(({ headings, text }) => [headings.join(' > '), text])).toEqual([
      ['', 'Intro.'],
      ['Leave > Annual', '27 days.'],
      ['Leave > Sick', 'Call first.'],
      ['Travel', 'Second class.'],
    ]);
  });

  it('takes a hash sign inside code for code', () => {
    const cuts = cutDocument('# Set-up\n```sh\n# not a heading\nnpm ci\n```\nDone.', limits);
    expect(cuts.map(({ headings }) => headings)).toEqual([['Set-up']]);
  });

  it('takes off what closes a heading, and nothing of its name', () => {
    const cuts = cutDocument('# Leave ##  \nx\n# Intro to C#\ny\n# F#\t\nz', limits);
    expect(cuts.map(({ headings }) => headings)).toEqual([['Leave'], ['Intro to C#'], ['F#']]);
  });

  it.each([
    ['blanks', `# x${' '.repeat(100_000)}y`],
    ['tabs and blanks', `# x${'\t '.repeat(50_000)}y`],
    ['closing marks', `# x${'#'.repeat(100_000)}y`],
    ['words', `# ${'x '.repeat(50_000)}`],
  ])('reads a line that begins like a heading and goes on with %s at once', async (_of, line) => {
    expect(await cpuMs(() => cutDocument(`${line}\nText.`, limits))).toBeLessThan(1_000);
  });

  it('cuts long sections between sentences, and repeats the end of one passage at the start of the next', () => {
    const cuts = cutDocument(sentences(12), limits);
    expect(cuts.length).toBeGreaterThan(2);
    for (const { text, tokens } of cuts) {
      expect(text).toMatch(/^Sentence .*\.$/);
      expect(tokens).toBeLessThanOrEqual(limits.maxTokens);
    }
    expect(cuts[1]?.text.startsWith(cuts[0]?.text.split(/(?<=\.) /).at(-1) ?? '?')).toBe(true);
  });

  it('cuts a sentence without an end between words, and a word without an end between characters', () => {
    const cuts = cutDocument(`${'word '.repeat(200)}\n${'x'.repeat(500)}\n${'😀'.repeat(120)}`, limits);
    for (const { text } of cuts) {
      expect(countTokens(text)).toBeLessThanOrEqual(limits.maxTokens * 4);
      expect(text.isWellFormed()).toBe(true);
    }
  });

  it('takes the spelling of special tokens for text', () => {
    expect(cutDocument('The mark <|endoftext|> ends it.')[0]?.text).toContain('<|endoftext|>');
  });

  it('has no passage for an empty document', () => {
    expect(cutDocument(' \n# Only a heading\n\n')).toEqual([]);
  });

  it('loses no word of any text, and quotes it as it is', () => {
    const word = fc.constantFrom(
      'leave',
      'Travel.',
      '\n',
      '\n\n',
      '```',
      '| a | b |',
      '。',
      'ends!',
      '- item',
      '#tag',
    );
    fc.assert(
      fc.property(fc.array(word, { maxLength: 120 }), (words) => {
        const content = words.join(' ');
        const texts = cutDocument(content, limits).map(({ text }) => text);
        for (const text of texts) expect(content).toContain(text);
        for (const kept of content.split(/\s+/))
          expect(texts.some((text) => text.includes(kept)) || kept === '').toBe(true);
      }),
    );
  });

  it('cuts 1 MB in less than two seconds', async () => {
    const content = sentences(20_000);
    expect(await cpuMs(() => cutDocument(content))).toBeLessThan(2_000);
  });

  it.each([
    ['lines', 'a\n'.repeat(200_000)],
    ['headings', '# h\n'.repeat(200_000)],
  ])('pauses now and then while it reads many %s before the first passage', (_of, content) => {
    let pauses = 0;
    for (const cut of cutsOf(content)) {
      if (cut !== null) break;
      pauses += 1;
    }
    expect(pauses).toBe(20);
    expect(cutDocument(content)).not.toContain(null);
  });

  it.each([
    ['one word', 'x'.repeat(5_000_000)],
    ['one sentence', 'Word '.repeat(200_000)],
    ['one character', '漢'.repeat(1_000_000)],
  ])(
    'cuts megabytes of %s in seconds, the first passage at once',
    async (_of, content) => {
      const cuts = cutsOf(content);
      const first = await cpuMs(() => expect(cuts.next().value?.text).not.toBe(''));
      let characters = 0;
      const rest = await cpuMs(() => {
        for (const cut of cuts) characters += cut?.text.length ?? 0;
      });
      expect(characters).toBeGreaterThan(content.length * 0.9);
      expect(first).toBeLessThan(1_000);
      expect(first + rest).toBeLessThan(10_000);
    },
    30_000,
  );
});
