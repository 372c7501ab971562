import { mergeVariables } from './merge-variables.ts';
import type { AppConfig } from './read-config-schemas.ts';

const HEADER = `# Every environment variable of the fleet, written from the apps' config schemas by: npm run env-example
# A line without "#" is required. A commented line shows the default, or nothing when there is none.
# docs/configuration.md has units, ranges and what is secret.
`;

/** The text of .env.example: each variable once, with what it means and which apps read it. */
export function renderEnvExample(configs: readonly AppConfig[]): string {
  const blocks = mergeVariables(configs).map(({ name, description, defaults, isRequired, apps }) => {
    const value = defaults.map((one) => one.value).join(' or ');
    const line = isRequired ? `${name}=` : `# ${name}=${value}`;
    return `# ${description}\n# Read by: ${apps.join(', ')}\n${line}\n`;
  });
  return [HEADER, ...blocks].join('\n');
}
