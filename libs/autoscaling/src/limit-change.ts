import type { ScalingPolicy, ScalingRules } from './scaling-behavior.ts';

/** Pods that were added (above zero) or removed (below zero) at a time, in milliseconds. */
export interface ReplicaChange {
  readonly atMs: number;
  readonly pods: number;
}

export interface ChangeLimits {
  readonly rules: ScalingRules;
  readonly currentReplicas: number;
  readonly changes: readonly ReplicaChange[];
  readonly nowMs: number;
}

/** The most pods that the policies allow now. Never below the current number. */
export function mostReplicas({ rules, ...state }: ChangeLimits): number {
  if (rules.selectPolicy === 'Disabled') return state.currentReplicas;
  const proposals = rules.policies.map((policy) => {
    const start = startOfPeriod(policy, state);
    return policy.type === 'Pods' ? start + policy.value : Math.ceil(start * (1 + policy.value / 100));
  });
  const chosen = rules.selectPolicy === 'Min' ? Math.min(...proposals) : Math.max(...proposals);
  return Math.max(state.currentReplicas, chosen);
}

/** The fewest pods that the policies allow now. Never above the current number. `Max` means the largest change. */
export function fewestReplicas({ rules, ...state }: ChangeLimits): number {
  if (rules.selectPolicy === 'Disabled') return state.currentReplicas;
  const proposals = rules.policies.map((policy) => {
    const start = startOfPeriod(policy, state);
    return policy.type === 'Pods' ? start - policy.value : Math.trunc(start * (1 - policy.value / 100));
  });
  const chosen = rules.selectPolicy === 'Min' ? Math.max(...proposals) : Math.min(...proposals);
  return Math.min(state.currentReplicas, chosen);
}

/** How many pods there were when the period began: the present number without what changed since. */
function startOfPeriod(
  { periodSeconds }: ScalingPolicy,
  { currentReplicas, changes, nowMs }: Omit<ChangeLimits, 'rules'>,
): number {
  const since = changes.filter(({ atMs }) => atMs + periodSeconds * 1_000 > nowMs);
  return currentReplicas - since.reduce((sum, { pods }) => sum + pods, 0);
}
