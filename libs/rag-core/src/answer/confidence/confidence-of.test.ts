import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ConfidenceSigns, confidenceOf } from './confidence-of.ts';

const GOOD: ConfidenceSigns = {
  retrievalLead: 0.4,
  citedEarly: 1,
  questionCoverage: 1,
  citedShare: 1,
  support: 1,
  estimate: 0.95,
  isCut: false,
  isSearchDegraded: false,
};

const share = fc.double({ min: 0, max: 1, noNaN: true });
// Much against an answer hides what speaks for it, behind the least confidence that there is.
const mostlyWhole = fc.oneof(fc.constant(1), fc.constant(1), share);
const signs: fc.Arbitrary<ConfidenceSigns> = fc.record({
  retrievalLead: fc.option(share, { freq: 1 }),
  citedEarly: share,
  questionCoverage: share,
  citedShare: mostlyWhole,
  support: mostlyWhole,
  estimate: fc.option(share, { freq: 1 }),
  isCut: fc.boolean(),
  isSearchDegraded: fc.boolean(),
});

describe('confidenceOf', () => {
  it('keeps below 0.2 for answers that say there is none, and promises nothing', () => {
    fc.assert(
      fc.property(signs, (one) => {
        const confidence = confidenceOf(one);
        expect(confidence).toBeGreaterThanOrEqual(0.2);
        expect(confidence).toBeLessThanOrEqual(0.99);
      }),
    );
  });

  it.each(['citedEarly', 'questionCoverage', 'citedShare', 'support'] as const)(
    'never falls when more speaks for the answer: %s',
    (sign) => {
      fc.assert(
        fc.property(signs, share, (one, other) => {
          const more = { ...one, [sign]: Math.max(one[sign], other) };
          expect(confidenceOf(more)).toBeGreaterThanOrEqual(confidenceOf(one));
        }),
        { numRuns: 2_000 },
      );
    },
  );

  it('never falls when the search leads further or the model is surer', () => {
    fc.assert(
      fc.property(signs, share, share, (one, low, high) => {
        const [less, more] = [Math.min(low, high), Math.max(low, high)];
        expect(confidenceOf({ ...one, retrievalLead: more })).toBeGreaterThanOrEqual(
          confidenceOf({ ...one, retrievalLead: less }),
        );
        expect(confidenceOf({ ...one, estimate: more })).toBeGreaterThanOrEqual(
          confidenceOf({ ...one, estimate: less }),
        );
      }),
    );
  });

  it.each([
    ['that is cut', { isCut: true }],
    ['of a search that lost a part', { isSearchDegraded: true }],
    ['that says what its passages do not', { support: 0.3 }],
    ['half of which is not cited', { citedShare: 0.5 }],
    ['whose model doubts', { estimate: 0.45 }],
  ])('is lower for an answer %s', (_what, worse) => {
    expect(confidenceOf({ ...GOOD, ...worse })).toBeLessThan(confidenceOf(GOOD) - 0.02);
  });

  it('is middling where nothing is known but a citation', () => {
    const confidence = confidenceOf({ ...GOOD, retrievalLead: null, estimate: null });
    expect(confidence).toBeGreaterThan(0.7);
    expect(confidence).toBeLessThan(0.95);
  });
});
