import type { Manifests } from './read-manifests.ts';

interface Quantities {
  readonly cpu?: string;
  readonly memory?: string;
}
interface Container {
  readonly name: string;
  readonly image: string;
  readonly readinessProbe?: object;
  readonly livenessProbe?: object;
  readonly resources?: { readonly requests?: Quantities; readonly limits?: Quantities };
  readonly securityContext?: Readonly<Record<string, unknown>>;
}
interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly automountServiceAccountToken?: boolean;
  readonly securityContext?: {
    readonly runAsNonRoot?: boolean;
    readonly seccompProfile?: { readonly type?: string };
  };
}

/** What holds for every pod that is applied, stores included: Pod Security "restricted", requests, limits, probes. */
export function checkWorkloads({ objects }: Manifests): string[] {
  return objects.flatMap(({ file, kind, name, spec }) => {
    const pod = (spec['template'] as { readonly spec?: PodSpec } | undefined)?.spec;
    if (pod === undefined) return [];
    const containers = [...pod.containers, ...(pod.initContainers ?? [])];
    return [...checkPod(pod), ...containers.flatMap(checkContainer)].map(
      (problem) => `${file}: ${kind} ${name}: ${problem}`,
    );
  });
}

const brokenOf = (rules: readonly (readonly [boolean, string])[]): string[] =>
  rules.filter(([holds]) => !holds).map(([, problem]) => problem);

const checkPod = ({ automountServiceAccountToken, securityContext }: PodSpec): string[] =>
  brokenOf([
    [automountServiceAccountToken === false, 'nothing here needs the Kubernetes API: no token.'],
    [securityContext?.runAsNonRoot === true, 'runAsNonRoot: true.'],
    [securityContext?.seccompProfile?.type === 'RuntimeDefault', 'seccompProfile RuntimeDefault.'],
  ]);

function checkContainer(container: Container): string[] {
  const { name, image, resources, securityContext: security } = container;
  const named = Object.entries({ requests: resources?.requests, limits: resources?.limits }).flatMap(
    ([part, quantities]): (readonly [boolean, string])[] => [
      [quantities?.cpu !== undefined, `${part} name cpu.`],
      [quantities?.memory !== undefined, `${part} name memory.`],
    ],
  );
  return brokenOf([
    ...named,
    [security?.['allowPrivilegeEscalation'] === false, 'allowPrivilegeEscalation: false.'],
    [security?.['readOnlyRootFilesystem'] === true, 'readOnlyRootFilesystem: true.'],
    [JSON.stringify(security?.['capabilities']) === '{"drop":["ALL"]}', 'drop ALL capabilities.'],
    [container.readinessProbe !== undefined && container.livenessProbe !== undefined, 'two probes.'],
    [image.startsWith('ragfleet/') || /:[^/]+$/.test(image), `${image} has no tag.`],
  ]).map((problem) => `${name}: ${problem}`);
}
