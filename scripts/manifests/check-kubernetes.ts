import type { AppConfig } from '../config-schemas/read-config-schemas.ts';
import { checkAgreement } from './check-agreement.ts';
import { checkEnvironment } from './check-environment.ts';
import { checkGrace } from './check-grace.ts';
import type { KubernetesObject, Manifests } from './read-manifests.ts';

/** Apps that run on one machine or at a terminal, and have no Deployment. */
export const NOT_DEPLOYED: readonly string[] = ['cli', 'local-fleet'];
export const SECRET_NAME = 'rag-secrets';

export interface EnvEntry {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly secretKeyRef?: { readonly name: string; readonly key: string; readonly optional?: boolean };
  };
}

interface Container {
  readonly name: string;
  readonly image: string;
  readonly env: readonly EnvEntry[];
  readonly readinessProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly resources?: { readonly requests?: object; readonly limits?: object };
  readonly securityContext?: Readonly<Record<string, unknown>>;
}
interface Probe {
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
}
interface PodSpec {
  readonly containers: readonly Container[];
  readonly automountServiceAccountToken?: boolean;
  readonly terminationGracePeriodSeconds?: number;
  readonly securityContext?: {
    readonly runAsNonRoot?: boolean;
    readonly seccompProfile?: { readonly type?: string };
  };
}
interface DeploymentSpec {
  readonly replicas?: number;
  readonly template: { readonly spec: PodSpec };
}

const specOf = (deployment: KubernetesObject): DeploymentSpec => deployment.spec as unknown as DeploymentSpec;

/** Deployments in the base, by name. Overlays only patch them. */
export function deploymentsOf({ objects }: Manifests): Map<string, KubernetesObject> {
  const inBase = objects.filter(({ kind, file }) => kind === 'Deployment' && file.startsWith('k8s/base/'));
  return new Map(inBase.map((object) => [object.name, object]));
}

/** One Deployment per deployed app, its environment as its config schema says, and the pod rules of docs/operations.md. */
export function checkKubernetes(manifests: Manifests, configs: readonly AppConfig[]): string[] {
  const deployments = deploymentsOf(manifests);
  const scaled = new Set(manifests.objects.flatMap((object) => autoscaledName(object) ?? []));
  const ofApps = manifests.apps
    .filter((app) => !NOT_DEPLOYED.includes(app))
    .flatMap((app) => {
      const deployment = deployments.get(app);
      if (deployment === undefined) return [`k8s/base: ${app} has no Deployment.`];
      const config = configs.find((candidate) => candidate.app === app);
      const problems = [
        ...checkPod(specOf(deployment)),
        ...checkReplicas(specOf(deployment), scaled.has(app)),
        ...checkGrace(deployment, manifests.objects, config),
        ...checkContainer(app, deployment, config),
      ];
      return [...problems, ...checkImages(app, manifests)].map((problem) => `${deployment.file}: ${problem}`);
    });
  const environments = new Map([...deployments].map(([app, deployment]) => [app, environmentOf(deployment)]));
  return [...ofApps, ...checkAgreement(environments, configs).map((problem) => `k8s/base: ${problem}`)];
}

/** What the containers of a Deployment are given, by name: a value, or where it comes from. */
export const environmentOf = (deployment: KubernetesObject): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    specOf(deployment).template.spec.containers.flatMap(({ env }) =>
      env.map(({ name, value, valueFrom }) => [name, value ?? valueFrom]),
    ),
  );

function autoscaledName({ kind, spec }: KubernetesObject): string | null {
  if (kind !== 'ScaledObject' && kind !== 'HorizontalPodAutoscaler') return null;
  return (spec['scaleTargetRef'] as { name: string }).name;
}

function checkReplicas({ replicas }: DeploymentSpec, isScaled: boolean): string[] {
  if (isScaled)
    return replicas === undefined
      ? []
      : ['an autoscaler owns the replicas; leave them out, or every apply resets them.'];
  return replicas === undefined || replicas < 1 ? ['set replicas to 1 or more; no autoscaler does.'] : [];
}

function checkPod({ template: { spec } }: DeploymentSpec): string[] {
  const rules: readonly (readonly [boolean, string])[] = [
    [
      spec.automountServiceAccountToken === false,
      'no app needs the Kubernetes API: automountServiceAccountToken: false.',
    ],
    [spec.securityContext?.runAsNonRoot === true, 'Pod Security "restricted" wants runAsNonRoot: true.'],
    [
      spec.securityContext?.seccompProfile?.type === 'RuntimeDefault',
      'Pod Security "restricted" wants seccompProfile RuntimeDefault.',
    ],
    [
      (spec.terminationGracePeriodSeconds ?? 0) > 10,
      'terminationGracePeriodSeconds must outlast the longest job.',
    ],
  ];
  return rules.filter(([holds]) => !holds).map(([, problem]) => problem);
}

function checkContainer(app: string, deployment: KubernetesObject, config: AppConfig | undefined): string[] {
  const [container] = specOf(deployment).template.spec.containers;
  if (container === undefined) return ['the pod has no container.'];
  const { securityContext: security, readinessProbe: ready, livenessProbe: live, resources, env } = container;
  const rules: readonly (readonly [boolean, string])[] = [
    [container.image === `ragfleet/${app}`, `the image is ragfleet/${app}.`],
    [
      security?.['allowPrivilegeEscalation'] === false,
      'Pod Security "restricted" wants allowPrivilegeEscalation: false.',
    ],
    [security?.['readOnlyRootFilesystem'] === true, 'readOnlyRootFilesystem: true.'],
    [JSON.stringify(security?.['capabilities']) === '{"drop":["ALL"]}', 'drop ALL capabilities.'],
    [ready?.initialDelaySeconds === 5 && ready.periodSeconds === 10, 'readiness after 5 s, every 10 s.'],
    [live?.initialDelaySeconds === 15 && live.periodSeconds === 20, 'liveness after 15 s, every 20 s.'],
    [resources?.requests !== undefined && resources.limits !== undefined, 'set requests and limits.'],
  ];
  const secrets = env
    .flatMap(({ valueFrom }) => valueFrom?.secretKeyRef?.name ?? [])
    .filter((name) => name !== SECRET_NAME);
  return [
    ...rules.filter(([holds]) => !holds).map(([, problem]) => problem),
    ...secrets.map((name) => `Secret ${name}: there is one Secret, ${SECRET_NAME}.`),
    ...checkEnvironment(
      env.map(({ name }) => name),
      config,
    ),
  ];
}

/** Every overlay that pins images pins all of them. */
function checkImages(app: string, { kustomizations }: Manifests): string[] {
  const pinning = kustomizations.filter(({ images }) => images.length > 0);
  return pinning
    .filter(({ images }) => !images.includes(`ragfleet/${app}`))
    .map(({ file }) => `${file} does not pin ragfleet/${app}.`);
}
