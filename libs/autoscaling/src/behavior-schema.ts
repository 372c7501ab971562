import { z } from 'zod';
import { DEFAULT_BEHAVIOR, type ScalingRules } from './scaling-behavior.ts';

const policy = z.object({
  type: z.enum(['Pods', 'Percent']),
  value: z.int().positive(),
  periodSeconds: z.int().min(1).max(1_800),
});

const rulesOr = (defaults: ScalingRules) =>
  z
    .object({
      stabilizationWindowSeconds: z.int().min(0).max(3_600).default(defaults.stabilizationWindowSeconds),
      selectPolicy: z.enum(['Max', 'Min', 'Disabled']).default(defaults.selectPolicy),
      policies: z.array(policy).min(1).readonly().default(defaults.policies),
    })
    .default(defaults);

/** `behavior` of autoscaling/v2, completed with what Kubernetes takes where it says nothing. */
export const behaviorSchema = z
  .object({ scaleUp: rulesOr(DEFAULT_BEHAVIOR.scaleUp), scaleDown: rulesOr(DEFAULT_BEHAVIOR.scaleDown) })
  .default(DEFAULT_BEHAVIOR);
