import { expect, test } from 'vitest';
import { withFalseHits } from './false-hits.ts';
import { createFixedThreshold } from './sides/plain-sides.ts';
import { tallySpend } from './tally-spend.ts';

test('names the question whose answer was served for another one', async () => {
  const side = withFalseHits(createFixedThreshold(0.8, () => Float32Array.of(1)));
  const day = { tenant: 'a', group: 'everyone' };
  await tallySpend(side, [
    { ...day, text: 'pay in 2024', label: '1', nearMiss: null },
    { ...day, text: 'wages in 2024', label: '1', nearMiss: null },
    { ...day, text: 'pay in 2025', label: '2', nearMiss: 'date' },
  ]);
  expect(side.falseHits).toEqual([{ kind: 'date', asked: 'pay in 2025', answered: 'pay in 2024' }]);
});
