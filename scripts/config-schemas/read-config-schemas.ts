import { globSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Field, valuesOf } from './values-of.ts';

/** One environment variable as an app's config.ts declares it. */
export interface Variable {
  readonly name: string;
  readonly description: string;
  /** As text; null when the variable has none. */
  readonly default: string | null;
  /** The process does not start without it. */
  readonly isRequired: boolean;
  /** What may be written, in words. */
  readonly values: string;
}

export interface AppConfig {
  readonly app: string;
  readonly variables: readonly Variable[];
}

interface ConfigModule {
  readonly configSchema?: { readonly shape: Readonly<Record<string, Field>> };
}

/** The variables of every app that has a `src/config.ts`, by importing its `configSchema`. */
export async function readConfigSchemas(root: string): Promise<AppConfig[]> {
  const files = globSync('apps/*/src/config.ts', { cwd: root }).toSorted();
  return Promise.all(files.map((file) => readAppConfig(root, file)));
}

async function readAppConfig(root: string, file: string): Promise<AppConfig> {
  const { configSchema } = (await import(pathToFileURL(join(root, file)).href)) as ConfigModule;
  if (configSchema === undefined)
    throw new Error(`${file} exports no configSchema: export the z.object that readConfig takes.`);
  return {
    app: basename(dirname(dirname(file))),
    variables: Object.entries(configSchema.shape).map(readVariable),
  };
}

function readVariable([name, field]: [string, Field]): Variable {
  const unset = field.safeParse(undefined);
  return {
    name,
    description: field.description ?? '',
    default: unset.success ? textOf(unset.data) : null,
    isRequired: !unset.success,
    values: valuesOf(field),
  };
}

function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return value.join(',');
  if (typeof value === 'object' && Object.keys(value).length === 0) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
