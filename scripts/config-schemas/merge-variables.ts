import type { AppConfig, Variable } from './read-config-schemas.ts';

export interface SharedVariable extends Omit<Variable, 'default'> {
  readonly apps: readonly string[];
  /** Each default once, with the apps that have it; none where nothing is the default. */
  readonly defaults: readonly { readonly value: string; readonly apps: readonly string[] }[];
}

/** One entry per name, in order of first appearance. Required where one app requires it. */
export function mergeVariables(configs: readonly AppConfig[]): SharedVariable[] {
  const byName = new Map<string, SharedVariable>();
  for (const { app, variables } of configs)
    for (const variable of variables)
      byName.set(variable.name, joined(byName.get(variable.name), variable, app));
  return [...byName.values()];
}

function joined(seen: SharedVariable | undefined, variable: Variable, app: string): SharedVariable {
  const { default: value, ...rest } = variable;
  const before = seen?.defaults ?? [];
  const isKnown = before.some((one) => one.value === value);
  const withApp = before.map((one) => (one.value === value ? { ...one, apps: [...one.apps, app] } : one));
  const defaults = value === null || isKnown ? withApp : [...withApp, { value, apps: [app] }];
  if (seen === undefined) return { ...rest, apps: [app], defaults };
  return {
    ...seen,
    description: bothOf(seen.description, variable.description),
    isRequired: seen.isRequired || variable.isRequired,
    apps: [...seen.apps, app],
    defaults,
  };
}

/** Where two apps mean different things by one name, both are said. */
const bothOf = (seen: string, other: string): string =>
  other === '' || seen.split('; ').includes(other) || seen === other
    ? seen
    : [seen, other].filter((text) => text !== '').join('; ');
