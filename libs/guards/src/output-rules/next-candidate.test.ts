import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextCandidate } from './next-candidate.ts';
import { KEY_KINDS, type KeyKind } from './key-kinds.ts';
import { outputRules } from './output-rules.ts';

const rules = outputRules(['example.com']);
const isNothing = (text: string, at: number): boolean => rules.every((rule) => rule(text, at) === null);

/** As long as its kind wants it, of characters that its kind allows. */
function bodyOf({ body, leastCharacters }: KeyKind): string {
  const inside = new RegExp(`[${body}]`);
  const some = Array.from('a3Bd7C').filter((one) => inside.test(one));
  return some.join('').repeat(leastCharacters);
}

/** Pieces of what the rules look for, in both cases, cut anywhere, beside what they do not. */
const piece = fc.oneof(
  fc.constantFrom(
    'password: hunter2',
    'API_KEY=x',
    'Bearer abc123',
    'sk-proj1234567890abcd',
    'ann@corp.example.com',
    '4111 1111 1111 1111',
    '123-45-6789',
    'µbob@intranet',
    'Ärger@firma.internal',
    'secretkey',
    ...KEY_KINDS.flatMap((kind) => kind.prefixes.map((prefix) => prefix + bodyOf(kind))),
    `token: ${'x7Qp2'.repeat(6)}`,
    'private_key',
    ['-----BEGIN RSA', 'PRIVATE KEY-----\nMIIE'].join(' '),
    'postgres://ada:pw1@db.example.com/x',
    'BEA',
    '\u{1F4A5}',
  ),
  fc.string({ unit: 'binary', maxLength: 6 }),
);
const text = fc
  .tuple(fc.array(piece, { maxLength: 5 }), fc.nat({ max: 60 }), fc.constantFrom('', ' ', '\n'))
  .map(([pieces, from, between]) => pieces.join(between).slice(from));

describe('nextCandidate', () => {
  it('passes over no place where a rule finds anything or cannot tell yet', () => {
    fc.assert(
      fc.property(text, (written) => {
        let at = 0;
        while (at < written.length) {
          const candidate = nextCandidate(written, at);
          for (let passed = at; passed < candidate; passed += 1)
            expect(isNothing(written, passed), JSON.stringify([written, passed])).toBe(true);
          at = candidate + 1;
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('passes over ordinary words', () => {
    expect(nextCandidate('Employees have leave, and more of it.\n', 0)).toBe(38);
  });
});
