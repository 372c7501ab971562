import { validate as deployment } from 'kubernetes-models/_schemas/IoK8sApiAppsV1Deployment';
import { validate as statefulSet } from 'kubernetes-models/_schemas/IoK8sApiAppsV1StatefulSet';
import { validate as autoscaler } from 'kubernetes-models/_schemas/IoK8sApiAutoscalingV2HorizontalPodAutoscaler';
import { validate as namespace } from 'kubernetes-models/_schemas/IoK8sApiCoreV1Namespace';
import { validate as service } from 'kubernetes-models/_schemas/IoK8sApiCoreV1Service';
import { validate as serviceAccount } from 'kubernetes-models/_schemas/IoK8sApiCoreV1ServiceAccount';
import { validate as networkPolicy } from 'kubernetes-models/_schemas/IoK8sApiNetworkingV1NetworkPolicy';
import { validate as disruptionBudget } from 'kubernetes-models/_schemas/IoK8sApiPolicyV1PodDisruptionBudget';
import type { Manifests } from './read-manifests.ts';

type Document = Readonly<Record<string, unknown>>;
/** A compiled JSON schema of the Kubernetes API. It leaves its errors on itself. */
interface Validate {
  (data: unknown): boolean;
  readonly errors?:
    | readonly { readonly instancePath: string; readonly keyword: string; readonly params: object }[]
    | null;
}

const SCHEMAS: Readonly<Record<string, Validate>> = {
  'apps/v1 Deployment': deployment,
  'apps/v1 StatefulSet': statefulSet,
  'autoscaling/v2 HorizontalPodAutoscaler': autoscaler,
  'networking.k8s.io/v1 NetworkPolicy': networkPolicy,
  'policy/v1 PodDisruptionBudget': disruptionBudget,
  'v1 Namespace': namespace,
  'v1 Service': service,
  'v1 ServiceAccount': serviceAccount,
};
/** Kinds of operators. check-keda.ts and check-crds.ts look at KEDA's. */
const OF_OPERATORS = /^(keda\.sh|external-secrets\.io)\//;

/** What the API's own schemas refuse, and fields that they do not know: the API server drops those in silence. */
export function checkModels({ objects }: Manifests): string[] {
  return objects.flatMap(({ file, kind, name, document }) => {
    const type = `${String(document['apiVersion'])} ${kind}`;
    if (OF_OPERATORS.test(type)) return [];
    const validate = SCHEMAS[type];
    const problems =
      validate === undefined
        ? [`${type} is not known here; add it to scripts/manifests/check-models.ts.`]
        : problemsOf(validate, document);
    return problems.map((problem) => `${file}: ${kind} ${name}: ${problem}`);
  });
}

function problemsOf(validate: Validate, document: Document): string[] {
  const seen = new Set<string>();
  if (!validate(watched(document, '', seen)))
    return (validate.errors ?? []).map(
      ({ instancePath, keyword, params }) => `${instancePath} breaks ${keyword}: ${JSON.stringify(params)}.`,
    );
  return pathsOf(document, '')
    .filter((path) => !seen.has(path))
    .map((path) => `${path} is no field of it.`);
}

/** The same object, which notes what is read of it: a schema asks for every field that it has, and for no other. */
function watched(value: unknown, path: string, seen: Set<string>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get: (target, key, receiver) => {
      const inner: unknown = Reflect.get(target, key, receiver);
      if (typeof key === 'symbol') return inner;
      seen.add(`${path}/${key}`);
      return watched(inner, `${path}/${key}`, seen);
    },
  });
}

const pathsOf = (value: unknown, path: string): string[] =>
  typeof value !== 'object' || value === null
    ? []
    : Object.entries(value).flatMap(([key, inner]) => [
        `${path}/${key}`,
        ...pathsOf(inner, `${path}/${key}`),
      ]);
