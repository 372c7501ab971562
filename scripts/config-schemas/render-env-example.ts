import type { AppConfig, Variable } from './read-config-schemas.ts';

const HEADER = `# Every environment variable of the fleet, written from the apps' config schemas by: npm run env-example
# A line without "#" is required. A commented line shows the default, or nothing when there is none.
`;

interface SharedVariable extends Variable {
  readonly apps: readonly string[];
}

/** The text of .env.example: each variable once, with what it means and which apps read it. */
export function renderEnvExample(configs: readonly AppConfig[]): string {
  const blocks = merge(configs).map(({ name, description, default: value, isRequired, apps }) => {
    const line = isRequired ? `${name}=` : `# ${name}=${value ?? ''}`;
    return `# ${description}\n# Read by: ${apps.join(', ')}\n${line}\n`;
  });
  return [HEADER, ...blocks].join('\n');
}

/** One entry per name, in order of first appearance. Required where one app requires it. */
function merge(configs: readonly AppConfig[]): SharedVariable[] {
  const byName = new Map<string, SharedVariable>();
  for (const { app, variables } of configs) {
    for (const variable of variables) {
      const seen = byName.get(variable.name);
      const merged = seen === undefined ? { ...variable, apps: [app] } : join(seen, variable, app);
      byName.set(variable.name, merged);
    }
  }
  return [...byName.values()];
}

function join(seen: SharedVariable, variable: Variable, app: string): SharedVariable {
  const defaults = [...new Set([seen.default, variable.default].filter((value) => value !== null))];
  return {
    name: seen.name,
    description: seen.description === '' ? variable.description : seen.description,
    default: defaults.length === 0 ? null : defaults.join(' or '),
    isRequired: seen.isRequired || variable.isRequired,
    apps: [...seen.apps, app],
  };
}
