import type { AppConfig } from '../config-schemas/read-config-schemas.ts';
import type { Manifests } from './read-manifests.ts';

/** Names that a container sets and its config schema does not know, and required ones that it does not set. */
export function checkEnvironment(names: readonly string[], config: AppConfig | undefined): string[] {
  if (config === undefined) return ['the app has no src/config.ts with a configSchema.'];
  const known = new Set(config.variables.map(({ name }) => name));
  const unknown = names
    .filter((name) => !known.has(name))
    .map((name) => `${name} is not in the config schema of ${config.app}.`);
  const required = config.variables.filter(({ isRequired, name }) => isRequired && !names.includes(name));
  return [...unknown, ...required.map(({ name }) => `${name} is required by ${config.app} and not set.`)];
}

/** What a container is told by a variable: what is set there, else the schema's default; undefined where there is neither. */
export function variableOf(
  name: string,
  env: readonly { readonly name: string; readonly value?: string }[],
  config: AppConfig | undefined,
): string | undefined {
  const declared = config?.variables.find((variable) => variable.name === name)?.default ?? undefined;
  return env.find((entry) => entry.name === name)?.value ?? declared;
}

/** Variables that an overlay or a component sets for an app that does not know them. */
export function checkPatchedVariables(
  { kustomizations }: Pick<Manifests, 'kustomizations'>,
  configs: readonly AppConfig[],
): string[] {
  return kustomizations.flatMap(({ file, environment }) =>
    environment
      .flatMap(({ deployment, name }) =>
        (deployment === null ? configs.map(({ app }) => app) : [deployment]).map((app) => ({ app, name })),
      )
      .filter(({ app, name }) => {
        const config = configs.find((candidate) => candidate.app === app);
        return config?.variables.some((variable) => variable.name === name) !== true;
      })
      .map(({ app, name }) => `${file}: ${name} is not in the config schema of ${app}.`),
  );
}
