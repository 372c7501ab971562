import type { AppConfig } from '../config-schemas/read-config-schemas.ts';
import { TOPICS } from '../config-schemas/topics.ts';
import { deploymentsOf, environmentOf } from './check-kubernetes.ts';
import type { Manifests } from './read-manifests.ts';

const SECRETS: ReadonlySet<string> = new Set(
  TOPICS.flatMap(({ variables }) =>
    Object.entries(variables).flatMap(([name, { isSecret }]) => (isSecret === true ? name : [])),
  ),
);

/** Secret variables of a deployed app that its pod cannot be given: no entry takes the key of that name out of a Secret. */
export function checkSecretVariables(manifests: Manifests, configs: readonly AppConfig[]): string[] {
  return [...deploymentsOf(manifests)].flatMap(([app, deployment]) => {
    const environment = environmentOf(deployment);
    const patched = patchedSecretsOf(app, manifests);
    const { variables = [] } = configs.find((config) => config.app === app) ?? {};
    return variables
      .filter(({ name }) => SECRETS.has(name) && keyOf(environment[name]) !== name && !patched.has(name))
      .map(({ name }) => `${deployment.file}: ${name} is secret, and no secretKeyRef takes the key ${name}.`);
  });
}

/** What a component adds where it is wanted. */
function patchedSecretsOf(app: string, { kustomizations }: Manifests): Set<string> {
  const entries = kustomizations.flatMap(({ environment }) => environment);
  return new Set(
    entries
      .filter(({ deployment, value }) => deployment === app && value === undefined)
      .map(({ name }) => name),
  );
}

const keyOf = (from: unknown): string | undefined =>
  (from as { readonly secretKeyRef?: { readonly key: string } } | undefined)?.secretKeyRef?.key;
