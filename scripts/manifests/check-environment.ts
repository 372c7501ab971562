import type { AppConfig } from '../config-schemas/read-config-schemas.ts';

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
