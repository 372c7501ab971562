import { Fault } from '@ragfleet/kernel';
import { z } from 'zod';
import { behaviorSchema } from './behavior-schema.ts';
import { type Formula, parseFormula } from './formula.ts';
import type { ScalingBehavior } from './scaling-behavior.ts';

/** One Redis key that a ScaledObject reads. */
export interface Trigger {
  readonly name: string;
  readonly listName: string;
  /** Jobs per pod. Without part where a formula decides. */
  readonly listLength: number;
  readonly activationListLength: number;
}

export interface ScaledObject {
  readonly minReplicaCount: number;
  readonly maxReplicaCount: number;
  readonly pollingIntervalMs: number;
  /** How long nothing may be active before the last pod goes, where minReplicaCount is 0. */
  readonly cooldownMs: number;
  readonly triggers: readonly Trigger[];
  readonly formula: { readonly formula: Formula; readonly target: number } | null;
  readonly behavior: ScalingBehavior;
}

const trigger = z.object({
  type: z.literal('redis', 'only redis triggers are known here'),
  name: z.string().optional(),
  metadata: z.object({
    listName: z.string(),
    listLength: z.coerce.number().positive().default(5),
    activationListLength: z.coerce.number().min(0).default(0),
  }),
});

const specSchema = z.object({
  pollingInterval: z.number().positive().default(30),
  cooldownPeriod: z.number().min(0).default(300),
  minReplicaCount: z.int().min(0).default(0),
  maxReplicaCount: z.int().min(1).default(100),
  advanced: z
    .object({
      scalingModifiers: z
        .object({
          formula: z.string(),
          target: z.coerce.number().positive(),
          metricType: z.literal('AverageValue').default('AverageValue'),
        })
        .optional(),
      horizontalPodAutoscalerConfig: z.object({ behavior: behaviorSchema }).default({
        behavior: behaviorSchema.parse(undefined),
      }),
    })
    .prefault({}),
  triggers: z.array(trigger).min(1),
});

/**
 * The `spec` of a keda.sh/v1alpha1 ScaledObject with KEDA's defaults. Throws a Fault (`invalid-input`) that says where
 * it is not what KEDA takes, or uses what these rules do not know.
 */
export function readScaledObject(spec: unknown): ScaledObject {
  const parsed = specSchema.safeParse(spec);
  if (!parsed.success)
    throw new Fault('invalid-input', `The ScaledObject cannot be read: ${z.prettifyError(parsed.error)}`);
  const { data } = parsed;
  const modifiers = data.advanced.scalingModifiers;
  return {
    minReplicaCount: data.minReplicaCount,
    maxReplicaCount: data.maxReplicaCount,
    pollingIntervalMs: data.pollingInterval * 1_000,
    cooldownMs: data.cooldownPeriod * 1_000,
    triggers: data.triggers.map(({ name, metadata }, index) => ({ name: name ?? `s${index}`, ...metadata })),
    formula:
      modifiers === undefined ? null : { formula: parseFormula(modifiers.formula), target: modifiers.target },
    behavior: data.advanced.horizontalPodAutoscalerConfig.behavior,
  };
}
