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
  readonly env?: readonly { readonly name: string; readonly value?: string }[];
}
export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly automountServiceAccountToken?: boolean;
  readonly securityContext?: {
    readonly runAsNonRoot?: boolean;
    readonly runAsUser?: number;
    readonly seccompProfile?: { readonly type?: string };
  };
}

/** What holds for every pod that is applied, stores included: Pod Security "restricted", requests, limits, probes. */
export function checkWorkloads({ objects }: Manifests): string[] {
  return objects.flatMap(({ file, kind, name, spec }) => {
    const pod = (spec['template'] as { readonly spec?: PodSpec } | undefined)?.spec;
    if (pod === undefined) return [];
    return [...containersOf(pod).flatMap(checkContainer), ...checkRestricted(pod)].map(
      (problem) => `${file}: ${kind} ${name}: ${problem}`,
    );
  });
}

/** What the namespace refuses (Pod Security "restricted"), and the rights that nothing of the fleet needs. */
export const checkRestricted = (pod: PodSpec): string[] => [
  ...checkPod(pod),
  ...containersOf(pod).flatMap(checkRights),
];

const containersOf = ({ containers, initContainers = [] }: PodSpec): readonly Container[] => [
  ...containers,
  ...initContainers,
];

const brokenOf = (rules: readonly (readonly [boolean, string])[]): string[] =>
  rules.filter(([holds]) => !holds).map(([, problem]) => problem);

const checkPod = ({ automountServiceAccountToken, securityContext }: PodSpec): string[] =>
  brokenOf([
    [automountServiceAccountToken === false, 'nothing here needs the Kubernetes API: no token.'],
    [securityContext?.runAsNonRoot === true, 'runAsNonRoot: true.'],
    [
      (securityContext?.runAsUser ?? 0) > 0,
      'runAsUser: a number above 0. Of an image whose user is a name the kubelet cannot tell that it is not root.',
    ],
    [securityContext?.seccompProfile?.type === 'RuntimeDefault', 'seccompProfile RuntimeDefault.'],
  ]);

function checkContainer(container: Container): string[] {
  const { name, image, resources } = container;
  const named = Object.entries({ requests: resources?.requests, limits: resources?.limits }).flatMap(
    ([part, quantities]): (readonly [boolean, string])[] => [
      [quantities?.cpu !== undefined, `${part} name cpu.`],
      [quantities?.memory !== undefined, `${part} name memory.`],
    ],
  );
  return brokenOf([
    ...named,
    [container.readinessProbe !== undefined && container.livenessProbe !== undefined, 'two probes.'],
    [image.startsWith('ragfleet/') || /:[^/]+$/.test(image), `${image} has no tag.`],
  ]).map((problem) => `${name}: ${problem}`);
}

const checkRights = ({ name, securityContext: security }: Container): string[] =>
  brokenOf([
    [security?.['allowPrivilegeEscalation'] === false, 'allowPrivilegeEscalation: false.'],
    [security?.['readOnlyRootFilesystem'] === true, 'readOnlyRootFilesystem: true.'],
    [JSON.stringify(security?.['capabilities']) === '{"drop":["ALL"]}', 'drop ALL capabilities.'],
  ]).map((problem) => `${name}: ${problem}`);
