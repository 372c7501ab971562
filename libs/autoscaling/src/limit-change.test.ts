import { describe, expect, test } from 'vitest';
import { fewestReplicas, mostReplicas } from './limit-change.ts';
import { DEFAULT_BEHAVIOR, type ScalingRules } from './scaling-behavior.ts';

const oneAMinute: ScalingRules = {
  stabilizationWindowSeconds: 300,
  selectPolicy: 'Max',
  policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }],
};
const both: ScalingRules = {
  ...oneAMinute,
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 60 },
    { type: 'Percent', value: 10, periodSeconds: 60 },
  ],
};
const at = (nowMs: number, currentReplicas: number, changes: { atMs: number; pods: number }[] = []) => ({
  nowMs,
  currentReplicas,
  changes,
});

describe('the most pods that may be', () => {
  test('doubling or four more, whichever is more: 1, 5, 10, 20', () => {
    const rules = DEFAULT_BEHAVIOR.scaleUp;
    expect(mostReplicas({ rules, ...at(0, 1) })).toBe(5);
    expect(mostReplicas({ rules, ...at(15_000, 5, [{ atMs: 0, pods: 4 }]) })).toBe(10);
    expect(mostReplicas({ rules, ...at(30_000, 10, [{ atMs: 15_000, pods: 5 }]) })).toBe(20);
  });

  test('what was added in the same period counts against it', () => {
    const changes = [{ atMs: 10_000, pods: 4 }];
    expect(mostReplicas({ rules: DEFAULT_BEHAVIOR.scaleUp, ...at(15_000, 5, changes) })).toBe(5);
  });

  test('Disabled never adds, Min takes the smaller step', () => {
    expect(mostReplicas({ rules: { ...both, selectPolicy: 'Disabled' }, ...at(0, 10) })).toBe(10);
    expect(mostReplicas({ rules: { ...both, selectPolicy: 'Min' }, ...at(0, 20) })).toBe(22);
  });
});

describe('the fewest pods that may be', () => {
  test('one a minute', () => {
    expect(fewestReplicas({ rules: oneAMinute, ...at(0, 20) })).toBe(19);
    const changes = [{ atMs: 0, pods: -1 }];
    expect(fewestReplicas({ rules: oneAMinute, ...at(45_000, 19, changes) })).toBe(19);
    expect(fewestReplicas({ rules: oneAMinute, ...at(60_000, 19, changes) })).toBe(18);
  });

  // The example of the Kubernetes documentation: 10 % of 80 pods is 8, below 40 pods the 4 pods are the larger step.
  test('four or a tenth: the larger step with Max, the smaller one with Min', () => {
    expect(fewestReplicas({ rules: both, ...at(0, 80) })).toBe(72);
    expect(fewestReplicas({ rules: both, ...at(0, 30) })).toBe(26);
    expect(fewestReplicas({ rules: { ...both, selectPolicy: 'Min' }, ...at(0, 80) })).toBe(76);
  });

  test('Disabled never removes', () => {
    expect(fewestReplicas({ rules: { ...both, selectPolicy: 'Disabled' }, ...at(0, 10) })).toBe(10);
  });
});
