import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkHistory } from './check-history.ts';
import { correctHistories } from './correct-history.fixture.ts';
import { DEFECTS } from './defects.fixture.ts';

const optionsOfCheck = fc.record({ expectsLoss: fc.boolean(), graceMs: fc.constant(0) });
/** The generator gives both of them a delivered webhook. */
const targets = fc.constantFrom('query-0', 'query-1');

it('finds nothing wrong with a correct history', () => {
  fc.assert(
    fc.property(correctHistories, optionsOfCheck, (history, options) => {
      const { violations, lost } = checkHistory(history, options);
      expect({ violations, lost }).toEqual({ violations: [], lost: [] });
    }),
    { numRuns: 2_000 },
  );
});

describe.each(DEFECTS)('$name in a correct history', ({ name, law, plant }) => {
  it(`breaks ${law} and no other law`, () => {
    fc.assert(
      fc.property(correctHistories, targets, optionsOfCheck, (history, queryId, options) => {
        const { violations, lost } = checkHistory(plant(history, queryId), options);
        const isLost = name === 'a lost query';
        const laws = new Set(violations.map((violation) => violation.law));
        expect([...laws]).toEqual(isLost && options.expectsLoss ? [] : [law]);
        expect(lost).toEqual(isLost ? [queryId] : []);
      }),
      { numRuns: 200 },
    );
  });
});
