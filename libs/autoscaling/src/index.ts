export { behaviorSchema } from './behavior-schema.ts';
export { type Formula, type FormulaValues, parseFormula } from './formula.ts';
export {
  type AutoscalerLimits,
  createHorizontalAutoscaler,
  HPA_SYNC_MS,
  type HorizontalAutoscaler,
} from './horizontal-autoscaler.ts';
export { createKedaScaler, type KedaScaler, type QueueLengths } from './keda-scaler.ts';
export { podsAskedFor } from './pods-asked-for.ts';
export { readScaledObject, type ScaledObject, type Trigger } from './read-scaled-object.ts';
export { replicasForUtilization } from './replicas-for-metric.ts';
export {
  DEFAULT_BEHAVIOR,
  type ScalingBehavior,
  type ScalingPolicy,
  type ScalingRules,
} from './scaling-behavior.ts';
