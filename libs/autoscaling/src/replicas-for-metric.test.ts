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
    ['140 % of a target of 70 % doubles', 140, 2, 4],
    ['half of the target halves', 35, 4, 2],
    ['77 % is within a tenth', 77, 2, 2],
    ['80 % is not', 80, 2, 3],
  ])('%s', (_title, averagePercent, readyReplicas, pods) => {
    expect(replicasForUtilization({ averagePercent, targetPercent: 70, readyReplicas })).toBe(pods);
  });
});
