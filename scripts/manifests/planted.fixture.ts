import type { KubernetesObject, Manifests } from './read-manifests.ts';

/** A copy of the manifests in which one object is changed. */
export function planted(
  manifests: Manifests,
  kind: string,
  name: string,
  change: (spec: never) => void,
): Manifests {
  const objects = structuredClone(manifests.objects) as KubernetesObject[];
  const object = objects.find((candidate) => candidate.kind === kind && candidate.name === name);
  if (object === undefined) throw new Error(`There is no ${kind} ${name}.`);
  change(object.spec as never);
  return { ...manifests, objects };
}
