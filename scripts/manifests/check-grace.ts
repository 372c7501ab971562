import type { AppConfig } from '../config-schemas/read-config-schemas.ts';
import { variableOf } from './check-environment.ts';
import type { KubernetesObject } from './read-manifests.ts';

const GRACE_VARIABLE = 'SHUTDOWN_GRACE_SECONDS';
const EXIT_SECONDS = 3;
/** Until a proxy on every node has heard that a pod is out of its Service. */
const UNKNOWN_SECONDS = 5;

type Labels = Readonly<Record<string, string>>;
interface Container {
  readonly env: readonly { readonly name: string; readonly value?: string }[];
  readonly lifecycle?: { readonly preStop?: { readonly sleep?: { readonly seconds?: number } } };
}
interface Template {
  readonly metadata?: { readonly labels?: Labels };
  readonly spec: {
    readonly containers: readonly Container[];
    readonly terminationGracePeriodSeconds?: number;
  };
}

/**
 * The process ends itself before the kubelet kills it, with time for the exit. Behind a Service it listens on for some seconds
 * first, of which the kubelet's grace period is told too.
 */
export function checkGrace(
  { spec }: KubernetesObject,
  objects: readonly KubernetesObject[],
  config: AppConfig | undefined,
): string[] {
  const { metadata, spec: pod } = spec['template'] as Template;
  const [container] = pod.containers;
  const waits = container?.lifecycle?.preStop?.sleep?.seconds ?? 0;
  const seconds = Number(variableOf(GRACE_VARIABLE, container?.env ?? [], config) ?? Number.NaN);
  const grace = pod.terminationGracePeriodSeconds ?? 30;
  const isServed = objects.some((object) => serves(object, metadata?.labels ?? {}));
  const rules: readonly (readonly [boolean, string])[] = [
    [
      !isServed || waits >= UNKNOWN_SECONDS,
      `it is behind a Service: lifecycle.preStop.sleep of ${UNKNOWN_SECONDS} s, or new connections are refused at each rollout.`,
    ],
    [
      grace >= waits + seconds + EXIT_SECONDS,
      `terminationGracePeriodSeconds ${grace} is not ${EXIT_SECONDS} s above ${GRACE_VARIABLE} (${seconds}) and preStop (${waits}).`,
    ],
  ];
  return rules.filter(([holds]) => !holds).map(([, problem]) => problem);
}

function serves({ kind, spec }: KubernetesObject, labels: Labels): boolean {
  const selector = Object.entries((spec['selector'] ?? {}) as Labels);
  return (
    kind === 'Service' && selector.length > 0 && selector.every(([label, value]) => labels[label] === value)
  );
}
