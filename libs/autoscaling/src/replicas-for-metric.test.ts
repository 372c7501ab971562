import { describe, expect, test } from 'vitest';
import { replicasForAverageValue, replicasForUtilization } from './replicas-for-metric.ts';

describe('replicasForAverageValue', () => {
  test.each([
    ['the total over the target, rounded up', 20.2, 10, 21],
    ['half as many when half is left', 5, 10, 5],
    ['a tenth above changes nothing', 11, 10, 10],
    ['more than a tenth above does', 11.1, 10, 12],
    ['a tenth below changes nothing', 9, 10, 10],
    ['more than a tenth below does', 8.9, 10, 9],
    ['nothing to do asks for none: the minimum is for others to keep', 0, 3, 0],
    ['noise behind the third place asks for nobody', 2.000_000_000_1, 1, 2],
  ])('%s', (_title, total, currentReplicas, pods) => {
    expect(replicasForAverageValue({ total, target: 1, currentReplicas })).toBe(pods);
  });
});

describe('replicasForUtilization', () => {
  test.each([
    ['200 % of a target of 100 % doubles', 200, 100, 2, 4],
    ['50 % of 100 % halves', 50, 100, 4, 2],
    ['77 % of 70 % is within a tenth', 77, 70, 2, 2],
    ['80 % of 70 % is not', 80, 70, 2, 3],
  ])('%s', (_title, averagePercent, targetPercent, readyReplicas, pods) => {
    expect(replicasForUtilization({ averagePercent, targetPercent, readyReplicas })).toBe(pods);
  });
});
