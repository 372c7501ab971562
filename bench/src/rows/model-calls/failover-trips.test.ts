import { expect, test } from 'vitest';
import { failoverTrips, tripsOf } from './failover-trips.ts';

test('a trip is a request beyond one a call, for each refusal', () => {
  const before = { calls: 100, refused: 7 };
  expect(tripsOf(before, { calls: 160, refused: 17 }, 50)).toBe(1);
  expect(tripsOf(before, { calls: 170, refused: 17 }, 50)).toBe(2);
});
test('says nothing when nothing was refused', () => {
  const same = { calls: 1, refused: 1 };
  expect(tripsOf(same, { calls: 51, refused: 1 }, 50)).toBeNaN();
});
test('counts at the service, not at the caller', async () => {
  const counts = { calls: 0, refused: 0 };
  const call = async (): Promise<void> => {
    const isRefused = counts.calls % 3 === 0;
    counts.calls += isRefused ? 2 : 1;
    counts.refused += isRefused ? 1 : 0;
  };
  expect(await failoverTrips({ counts: async () => ({ ...counts }) }, call)).toBe(1);
});
