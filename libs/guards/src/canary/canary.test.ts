import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCanary, createCanaryWatch } from './canary.ts';

const CANARY = 'rule-0a1b2c3d4e5f60718293';

describe('createCanary', () => {
  it('is a word that is not made twice', () => {
    const words = Array.from({ length: 100 }, createCanary);
    expect(new Set(words).size).toBe(100);
    for (const word of words) expect(word).toMatch(/^rule-[0-9a-f]{20}$/);
  });
});

describe('createCanaryWatch', () => {
  it('shows no part of the canary, however it is cut', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 40 }),
        fc.array(fc.nat({ max: 80 }), { maxLength: 12 }),
        (before, cuts) => {
          const text = `${before} ${CANARY} behind`;
          const places = [0, ...cuts.map((cut) => cut % text.length), text.length].toSorted((a, b) => a - b);
          const watch = createCanaryWatch(CANARY);
          let shown = '';
          for (const [at, place] of places.entries())
            shown += watch.push(text.slice(places[at - 1] ?? 0, place));
          expect(watch.isLeaked()).toBe(true);
          expect(shown + watch.end()).not.toContain(CANARY.slice(0, 8));
        },
      ),
    );
  });

  it('lets every other text through as it is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom('rule-', 'rule', 'r', CANARY.slice(0, 20)))),
        (chunks) => {
          const watch = createCanaryWatch(CANARY);
          const shown = chunks.map((chunk) => watch.push(chunk)).join('') + watch.end();
          // Hardly ever do chunks make up the canary.
          expect(watch.isLeaked() || shown === chunks.join('')).toBe(true);
        },
      ),
    );
    const watch = createCanaryWatch(CANARY);
    expect(watch.push('The rule-book of the rules.')).toBe('The rule-book of the rules.');
  });

  it('knows it again over a thousand chunks of one character with signs between', () => {
    const watch = createCanaryWatch(CANARY);
    for (const letter of `${'x'.repeat(900)} ${CANARY.split('').join(' - ')}`) watch.push(letter);
    expect(watch.isLeaked()).toBe(true);
  });
});
