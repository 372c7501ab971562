import { Fault } from '@ragfleet/kernel';
import type { z } from 'zod';

/**
 * Reads the environment once, by a schema whose keys are the variables' names. Returns frozen values.
 * Every bad variable is named in one Fault `invalid-input`, each with its fix. An empty variable counts as unset.
 */
export function readConfig<Schema extends z.ZodObject>(
  schema: Schema,
  env: NodeJS.ProcessEnv,
): Readonly<z.output<Schema>> {
  const given = Object.fromEntries(
    Object.keys(schema.shape)
      .map((name) => [name, env[name]] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(given);
  if (parsed.success) return Object.freeze(parsed.data);
  const lines = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0] ?? '');
    return `  ${name}: ${given[name] === undefined ? 'is not set' : issue.message}${meaningOf(schema, name)}`;
  });
  throw new Fault(
    'invalid-input',
    `The configuration is not usable. Set these environment variables:\n${lines.join('\n')}`,
  );
}

function meaningOf(schema: z.ZodObject<Record<string, z.ZodType>>, name: string): string {
  const description = schema.shape[name]?.description;
  return description === undefined ? '' : ` (${description})`;
}
