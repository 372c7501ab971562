import { readScaledObject } from '@ragfleet/autoscaling';
import {
  BULL_PREFIX,
  INGEST_POLICY,
  queueNameOfLane,
  SYNC_POLICY,
  WARM_POLICY,
  WEBHOOK_POLICY,
} from '@ragfleet/contracts';
import { LANES } from '@ragfleet/kernel';
import { deploymentsOf, SECRET_NAME } from './check-kubernetes.ts';
import type { KubernetesObject, Kustomization, Manifests, SecretParameter } from './read-manifests.ts';

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

/** Deployment to the queues that make work for it, and the states in which a job of theirs is work. */
const WORK_OF = {
  'query-worker': { queues: LANES.map((lane) => [lane, queueNameOfLane(lane)]), states: STATES },
  // No job of these queues has a priority.
  'webhook-worker': { queues: [[WEBHOOK_POLICY.name, WEBHOOK_POLICY.name]], states: ['wait', 'active'] },
  'batch-worker': {
    queues: [INGEST_POLICY, SYNC_POLICY, WARM_POLICY].map(({ name }) => [name, name]),
    states: ['wait', 'active'],
  },
} as const satisfies Readonly<
  Record<string, { readonly queues: readonly (readonly string[])[]; readonly states: readonly string[] }>
>;
const isScaledHere = (app: string): app is keyof typeof WORK_OF => Object.hasOwn(WORK_OF, app);

/** Trigger name to Redis key: what the scaler must read, from the same constants that the queues are made with. */
export function expectedTriggers(app: keyof typeof WORK_OF): Readonly<Record<string, string>> {
  const { queues, states } = WORK_OF[app];
  return Object.fromEntries(
    queues.flatMap(([name, queue]) =>
      states.map((state) => [`${name}_${state}`, `${BULL_PREFIX}:${queue}:${state}`]),
    ),
  );
}

/** One ScaledObject for each worker, that reads every key of its queues through one formula. */
export function checkKeda(manifests: Manifests): string[] {
  const scaled = manifests.objects.filter(({ kind }) => kind === 'ScaledObject');
  const authentications = manifests.objects.filter(({ kind }) => kind === 'TriggerAuthentication');
  const targets = scaled.map(({ spec }) => (spec as unknown as ScaledObjectSpec).scaleTargetRef.name);
  const missing = Object.keys(WORK_OF).filter((app) => targets.filter((name) => name === app).length !== 1);
  return [
    ...missing.map((app) => `keda: exactly one ScaledObject scales ${app}.`),
    ...scaled.flatMap(({ file, spec }) =>
      checkScaled(spec as unknown as ScaledObjectSpec, manifests, authentications).map(
        (problem) => `${file}: ${problem}`,
      ),
    ),
    ...authentications.flatMap(({ file, spec }) =>
      checkSecrets(file, (spec['secretTargetRef'] ?? []) as readonly SecretParameter[]),
    ),
    ...manifests.kustomizations.flatMap(({ file, authentication }) => checkSecrets(file, authentication)),
    ...manifests.kustomizations.flatMap(checkEncryption),
  ];
}

function checkScaled(
  spec: ScaledObjectSpec,
  manifests: Manifests,
  authentications: readonly KubernetesObject[],
): string[] {
  const app = spec.scaleTargetRef.name;
  if (!isScaledHere(app)) return [`no queue makes work for a Deployment ${app}.`];
  return [
    ...checkShape(spec, manifests),
    ...checkTriggers(spec, expectedTriggers(app)),
    ...checkFormula(spec, expectedTriggers(app)),
    ...checkReferences(spec, authentications),
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

function checkTriggers({ triggers }: ScaledObjectSpec, expected: Readonly<Record<string, string>>): string[] {
  const found = Object.fromEntries(triggers.map(({ name = '', metadata }) => [name, metadata['listName']]));
  return Object.keys({ ...expected, ...found })
    .filter((name) => expected[name] !== found[name])
    .map(
      (name) =>
        `trigger ${name} reads ${String(found[name])}; the queue's key is ${expected[name] ?? 'none'}.`,
    );
}

/** The formula can be read, counts every key, and asks for the fallback's pods when no key can be read. */
function checkFormula(spec: ScaledObjectSpec, expected: Readonly<Record<string, string>>): string[] {
  try {
    const formula = readScaledObject(spec).formula?.formula;
    if (formula === undefined)
      return ['without a formula the HPA takes the maximum of its triggers, not their sum.'];
    const left = Object.keys(expected).filter((name) => !formula.names.includes(name));
    const leftOut = left.map((name) => `the formula leaves out ${name}.`);
    if (leftOut.length > 0) return leftOut;
    const blind = Math.ceil(
      formula.evaluate(Object.fromEntries(Object.keys(expected).map((name) => [name, null]))),
    );
    return blind === spec.fallback?.replicas
      ? []
      : [
          `without Redis the formula asks for ${blind} pods and fallback.replicas says ${spec.fallback?.replicas}.`,
        ];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

function checkReferences(
  { triggers }: ScaledObjectSpec,
  authentications: readonly KubernetesObject[],
): string[] {
  return triggers.flatMap(({ name = '', metadata, authenticationRef }) => [
    ...Object.entries(metadata)
      .filter(([, value]) => typeof value !== 'string')
      .map(([key]) => `${name}: ${key} must be a string.`),
    ...(authentications.some((candidate) => candidate.name === authenticationRef?.name)
      ? []
      : [`${name}: no TriggerAuthentication is called ${authenticationRef?.name}.`]),
  ]);
}

const checkSecrets = (file: string, parameters: readonly SecretParameter[]): string[] =>
  parameters
    .filter(({ name }) => name !== SECRET_NAME)
    .map(({ name }) => `${file}: Secret ${name}: there is one Secret, ${SECRET_NAME}.`);

/** With REGION every process demands TLS of the queue Redis, which then refuses whoever speaks plain text: KEDA would scale blind. */
function checkEncryption({ file, environment, authentication }: Kustomization): string[] {
  const keepsRegion = environment.some(({ name }) => name === 'REGION');
  const speaksTls = authentication.some(({ parameter }) => parameter === 'tls');
  return keepsRegion && !speaksTls
    ? [`${file}: with REGION KEDA needs the parameter tls in its TriggerAuthentication.`]
    : [];
}
