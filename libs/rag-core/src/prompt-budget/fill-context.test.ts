import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passage } from '../answer/answer-question.fixture.ts';
import { countTokens } from '../tokens/count-tokens.ts';
import { fillContext } from './fill-context.ts';

const words = (count: number, word = 'word'): string =>
  Array.from({ length: count }, (_, index) => `${word}${index}`).join(' ');
const fill = (passages: Parameters<typeof fillContext>[0], maxTokens: number, compresses = true) =>
  fillContext(passages, { maxTokens, compresses });
const idsOf = (context: ReturnType<typeof fillContext>): readonly string[] =>
  context.map(({ passage: { passageId } }) => passageId);

describe('fillContext', () => {
  it('never exceeds its budget, is numbered, keeps the order, and is the same each time', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 400 }), { maxLength: 8 }),
        fc.integer({ min: -100, max: 2_000 }),
        (lengths, maxTokens) => {
          const passages = lengths.map((length, at) => passage(`p${at}`, words(length + 1, `p${at}x`)));
          const context = fill(passages, maxTokens);
          const used = context.reduce((sum, { text }) => sum + countTokens(text), 0);
          expect(used).toBeLessThanOrEqual(Math.max(0, maxTokens));
          expect(context.map(({ index }) => index)).toEqual(context.map((_, place) => place + 1));
          expect(idsOf(context)).toEqual(idsOf(context).toSorted());
          expect(fill(passages, maxTokens)).toEqual(context);
        },
      ),
    );
  });

  it('takes the best first: one that fits is never left out for a worse one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 200 }), { maxLength: 8 }),
        fc.nat({ max: 1_500 }),
        (lengths, maxTokens) => {
          const passages = lengths.map((length, at) => passage(`p${at}`, words(length + 1, `p${at}x`)));
          const all = fill(passages, maxTokens);
          for (const [at] of passages.entries()) {
            const head = idsOf(fill(passages.slice(0, at + 1), maxTokens));
            expect(idsOf(all).slice(0, head.length)).toEqual(head);
          }
        },
      ),
    );
  });

  it('cuts a passage only when more than 100 tokens are left for it, at the end of a word', () => {
    const frame = 48 + countTokens('Title a');
    expect(fill([passage('a', words(500))], frame + 100)).toEqual([]);
    const [cut] = fill([passage('a', words(500))], frame + 101);
    expect(`${words(500)} `.startsWith(`${cut?.text ?? 'none'} `)).toBe(true);
  });

  it('goes past a passage that is too long to a shorter one', () => {
    const context = fill(
      [passage('a', words(20)), passage('b', words(900, 'other')), passage('c', 'short')],
      230,
    );
    expect(idsOf(context)).toEqual(['a', 'c']);
  });

  it('takes the same text once, whatever its letter case and spacing', () => {
    const context = fill(
      [passage('a', 'Leave is paid.'), passage('b', 'leave  is PAID'), passage('c', 'Other.')],
      1_000,
    );
    expect(idsOf(context)).toEqual(['a', 'c']);
  });

  it('leaves out what a neighbour says already, on either side', () => {
    const shared = 'Whoever carries leave over asks before December.';
    const at = (ordinal: number) => ({ documentId: 'doc', ordinal });
    const first = passage('a', `Leave is paid. ${shared}`, at(1));
    const second = passage('b', `${shared} It lapses in March.`, at(2));
    expect(fill([first, second], 1_000).map(({ text }) => text)).toEqual([first.text, 'It lapses in March.']);
    expect(fill([second, first], 1_000).map(({ text }) => text)).toEqual([second.text, 'Leave is paid.']);
    const stranger = { ...second, documentId: 'other' };
    expect(fill([first, stranger], 1_000)[1]?.text).toBe(second.text);
    const nearby = passage('c', 'carries leave over asks before December. It lapses.', at(2));
    expect(fill([passage('d', 'Nobody carries leave over', at(1)), nearby], 1_000)[1]?.text).toBe(
      nearby.text,
    );
  });

  it('compresses what the prompt holds, never the passage, and only where it is asked to', () => {
    const stored = passage('a', 'Please note that leave   lapses.');
    expect(fill([stored], 1_000)).toMatchObject([{ index: 1, passage: stored, text: 'leave lapses.' }]);
    expect(fill([stored], 1_000, false)[0]?.text).toBe(stored.text);
  });

  it('takes text that spells a special token as text', () => {
    expect(fill([passage('a', 'see <|endoftext|> here')], 200)[0]?.text).toContain('endoftext');
  });
});
