import { DEFAULT_BEHAVIOR, parseFormula, type ScaledObject } from '@ragfleet/autoscaling';
import type { PodRules } from './fleet/fleet.ts';

/** One way to scale the same fleet under the same load. */
export interface ScalingPolicyChoice {
  readonly name: string;
  readonly scaled: ScaledObject;
  readonly stalledChecks: PodRules['stalledChecks'];
}

/** Jobs of each lane for one pod, as in the formula. */
const JOBS_PER_POD = [
  ['high', 5],
  ['normal', 10],
  ['low', 20],
] as const;

/**
 * The manifest; the same without the jobs that run; and what many fleets do instead: count what waits alone, one trigger
 * for each lane, Kubernetes' own behavior, with or without a last pod.
 */
export function scalingPolicies(scaled: ScaledObject): readonly ScalingPolicyChoice[] {
  const waitAlone: ScaledObject = {
    ...scaled,
    formula: null,
    behavior: DEFAULT_BEHAVIOR,
    triggers: JOBS_PER_POD.map(([lane, listLength]) => ({
      name: `${lane}_wait`,
      listName: `bull:rag-${lane}:wait`,
      listLength,
      activationListLength: 0,
    })),
  };
  const waitToZero: ScaledObject = { ...waitAlone, minReplicaCount: 0, pollingIntervalMs: 30_000 };
  const withoutActive = parseFormula(
    JOBS_PER_POD.map(([lane, jobs]) => `(${lane}_wait + ${lane}_prioritized) / ${jobs}`).join(' + '),
  );
  const idleLooking: ScaledObject = { ...scaled, formula: { formula: withoutActive, target: 1 } };
  return [
    { name: 'the manifest', scaled, stalledChecks: 'reconciler' },
    { name: 'without `active`', scaled: idleLooking, stalledChecks: 'reconciler' },
    { name: '`wait` alone', scaled: waitAlone, stalledChecks: 'workers' },
    { name: '`wait` alone, to zero', scaled: waitToZero, stalledChecks: 'workers' },
  ];
}
