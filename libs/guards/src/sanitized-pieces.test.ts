import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sanitizedPieces, sanitizePassage } from './index.ts';

const part = fc.constantFrom(
  '<|im_start|>',
  '<|im\u200B_start|>',
  '[INST]',
  '[/INST]',
  '<</SYS>>',
  '👩\u200D🚀',
  '\u{E0049}',
  '\u200D',
  'a word, and. ',
  '\n',
  '"x": 1}',
);

it('a long text is the same in pieces as it is whole, wherever it is cut', () => {
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 40 }), fc.nat(30), (parts, shift) => {
      const text = 'x'.repeat(shift) + parts.join('').repeat(Math.ceil(150_000 / parts.join('').length));
      const pieces = [...sanitizedPieces(text)];
      // Compared outside of `expect`, which would print what differs of texts of this length.
      expect(pieces.join('') === sanitizePassage(text)).toBe(true);
    }),
    { numRuns: 40 },
  );
});

it.each(['<|start of header|>', '[/INST]', '<</SYS>>'])(
  'takes %s apart wherever a cut would fall into it',
  (token) => {
    for (let before = 65_536 - token.length; before <= 65_536; before += 1) {
      const text = `${'x'.repeat(before)}${token} and more. ${'y '.repeat(100)}`;
      expect([...sanitizedPieces(text)].join('') === sanitizePassage(text)).toBe(true);
    }
  },
);

it('a long text is cut where it has line ends or punctuation, and else stays whole', () => {
  const lengthsOf = (text: string): number[] => [...sanitizedPieces(text)].map(({ length }) => length);
  expect(Math.max(...lengthsOf('A line of text\n'.repeat(40_000)))).toBeLessThan(70_000);
  expect(lengthsOf('a'.repeat(200_000))).toEqual([200_000]);
});
