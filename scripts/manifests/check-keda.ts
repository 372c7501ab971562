import { BULL_PREFIX, queueNameOfLane } from '@ragfleet/contracts';
import { LANES } from '@ragfleet/kernel';
import { deploymentsOf, SECRET_NAME } from './check-kubernetes.ts';
import type { KubernetesObject, Manifests } from './read-manifests.ts';

/** The BullMQ states that make work for a pod. */
const STATES = ['wait', 'prioritized', 'active'] as const;

interface Trigger {
  readonly type: string;
  readonly name?: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly authenticationRef?: { readonly name: string };
}
export interface ScaledObjectSpec {
  readonly scaleTargetRef: { readonly name: string };
  readonly minReplicaCount?: number;
  readonly maxReplicaCount?: number;
  readonly fallback?: { readonly replicas: number };
  readonly advanced?: { readonly scalingModifiers?: { readonly formula?: string; readonly target?: string } };
  readonly triggers: readonly Trigger[];
}

/** Trigger name to Redis key: what the scaler must read, from the same constants that the queues are made with. */
export const expectedTriggers = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    LANES.flatMap((lane) =>
      STATES.map((state) => [`${lane}_${state}`, `${BULL_PREFIX}:${queueNameOfLane(lane)}:${state}`]),
    ),
  );

/** One ScaledObject for the query-worker that reads every key of every lane through one formula. */
export function checkKeda(manifests: Manifests): string[] {
  const scaled = manifests.objects.filter(({ kind }) => kind === 'ScaledObject');
  const [object] = scaled;
  if (object === undefined || scaled.length > 1) return ['keda: exactly one ScaledObject scales the fleet.'];
  const spec = object.spec as unknown as ScaledObjectSpec;
  const authentications = manifests.objects.filter(({ kind }) => kind === 'TriggerAuthentication');
  const problems = [...checkShape(spec, manifests), ...checkTriggers(spec, authentications)];
  return [
    ...problems.map((problem) => `${object.file}: ${problem}`),
    ...authentications.flatMap(checkAuthentication),
  ];
}

function checkShape(spec: ScaledObjectSpec, manifests: Manifests): string[] {
  const rules: readonly (readonly [boolean, string])[] = [
    [
      deploymentsOf(manifests).has(spec.scaleTargetRef.name),
      `no Deployment is called ${spec.scaleTargetRef.name}.`,
    ],
    [
      (spec.minReplicaCount ?? 0) >= 1,
      'minReplicaCount is at least 1: only a running worker notices a job that its pod lost.',
    ],
    [(spec.maxReplicaCount ?? 0) > (spec.minReplicaCount ?? 0), 'maxReplicaCount is above minReplicaCount.'],
    [spec.fallback !== undefined, 'without a fallback a Redis outage stops scaling.'],
    [spec.advanced?.scalingModifiers?.target === '1', 'the formula gives pods, so its target is "1".'],
  ];
  return rules.filter(([holds]) => !holds).map(([, problem]) => problem);
}

function checkTriggers(
  { triggers, advanced }: ScaledObjectSpec,
  authentications: readonly KubernetesObject[],
): string[] {
  const formula = advanced?.scalingModifiers?.formula ?? '';
  const expected = expectedTriggers();
  const found = Object.fromEntries(triggers.map(({ name = '', metadata }) => [name, metadata['listName']]));
  const wrong = Object.keys({ ...expected, ...found }).filter((name) => expected[name] !== found[name]);
  return [
    ...wrong.map(
      (name) =>
        `trigger ${name} reads ${String(found[name])}; the queue's key is ${expected[name] ?? 'none'}.`,
    ),
    ...Object.keys(expected)
      .filter((name) => !new RegExp(`\\b${name}\\b`).test(formula))
      .map((name) => `the formula leaves out ${name}.`),
    ...triggers.flatMap(({ name = '', metadata, authenticationRef }) => [
      ...Object.entries(metadata)
        .filter(([, value]) => typeof value !== 'string')
        .map(([key]) => `${name}: ${key} must be a string.`),
      ...(authentications.some((candidate) => candidate.name === authenticationRef?.name)
        ? []
        : [`${name}: no TriggerAuthentication is called ${authenticationRef?.name}.`]),
    ]),
  ];
}

function checkAuthentication({ file, spec }: KubernetesObject): string[] {
  const references = (spec['secretTargetRef'] ?? []) as readonly { readonly name: string }[];
  return references
    .filter(({ name }) => name !== SECRET_NAME)
    .map(({ name }) => `${file}: Secret ${name}: there is one Secret, ${SECRET_NAME}.`);
}
