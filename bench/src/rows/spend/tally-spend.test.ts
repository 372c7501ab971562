import { expect, test } from 'vitest';
import { falseHitRateAt } from './fixed-threshold-curve.ts';
import { EMBEDDING_USD, UNCACHED_USD } from './prices.ts';
import { createExactOnly, createFixedThreshold, createOracle } from './sides/plain-sides.ts';
import { falseHitRate, hitRate, tallySpend, trueHits } from './tally-spend.ts';
import type { AskedInWorkload } from './workload/generate-workload.ts';

const asked = (
  text: string,
  label: string,
  nearMiss: AskedInWorkload['nearMiss'] = null,
): AskedInWorkload => ({
  tenant: 'a',
  group: 'everyone',
  text,
  label,
  nearMiss,
});
const DAY = [asked('one', '1'), asked('uno', '1'), asked('one', '1'), asked('two', '2', 'number')];
const towardsOne = (text: string): Float32Array =>
  text === 'one' ? Float32Array.of(1, 0) : Float32Array.of(0.8, 0.6);

test('costs what the cost model says without a cache', () => {
  expect(UNCACHED_USD).toBeCloseTo(0.0150756, 9);
});
test('exact answers save the same words, an oracle the same meaning', async () => {
  expect(hitRate(await tallySpend(createExactOnly(), DAY))).toBe(0.25);
  expect(hitRate(await tallySpend(createOracle(), DAY))).toBe(0.5);
});
test('a fixed threshold pays an embedding each time, and takes a near miss for the question', async () => {
  const tally = await tallySpend(createFixedThreshold(0.8, towardsOne), DAY);
  expect({ hits: tally.hits, right: trueHits(tally), kinds: tally.falseHitsByKind }).toEqual({
    hits: 3,
    right: 2,
    kinds: { number: 1 },
  });
  expect(falseHitRate(tally)).toBeCloseTo(1 / 3);
  expect(tally.usd).toBeCloseTo(UNCACHED_USD + 3 * EMBEDDING_USD, 9);
});
test('reads the false hits of a fixed threshold between two of its points', () => {
  const point = (hits: number, falseHits: number) => ({
    threshold: 1,
    tally: { questions: 10, hits, falseHits, falseHitsByKind: {}, usd: 0 },
  });
  expect(falseHitRateAt([point(8, 4), point(4, 0)], 0.6)).toBeCloseTo(0.25);
  expect(falseHitRateAt([point(8, 4), point(4, 0)], 0.9)).toBeCloseTo(0.5);
});
