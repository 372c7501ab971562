import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parse, stringify } from 'yaml';
import type { Manifests } from './read-manifests.ts';

type Schema = Readonly<Record<string, unknown>>;

/** Kind to the file name of KEDA's own definition of it. */
const DEFINITIONS: Readonly<Record<string, string>> = {
  ScaledObject: 'keda.sh_scaledobjects.yaml',
  TriggerAuthentication: 'keda.sh_triggerauthentications.yaml',
};

/** Where the official definitions lie, or null. They are not copied into this repository. */
export function findSpecs(root: string, env: Readonly<Record<string, string | undefined>>): string | null {
  const candidates = [env['RAGFLEET_SPECS_DIR'], join(root, '..', 'shared', 'specs')];
  return (
    candidates.find(
      (dir): dir is string => dir !== undefined && existsSync(join(dir, 'keda.sh_scaledobjects.yaml')),
    ) ?? null
  );
}

/** What KEDA's own definitions refuse in the manifests, misspelt fields included. */
export function checkCrds(manifests: Manifests, specsDir: string): string[] {
  const ajv = new Ajv({ strict: false, allErrors: true, formats: { int32: true, int64: true } });
  return manifests.objects.flatMap(({ kind, file, spec }) => {
    const definition = DEFINITIONS[kind];
    if (definition === undefined) return [];
    const validate = ajv.compile(closed(specSchema(readFileSync(join(specsDir, definition), 'utf8'))));
    if (validate(spec)) return [];
    return (validate.errors ?? []).map(
      (error) => `${file}: spec${error.instancePath} ${error.message} ${stringify(error.params).trim()}`,
    );
  });
}

interface Crd {
  readonly spec: {
    readonly versions: readonly {
      readonly schema: { readonly openAPIV3Schema: { readonly properties: { readonly spec: Schema } } };
    }[];
  };
}

function specSchema(text: string): Schema {
  const version = (parse(text) as Crd).spec.versions[0];
  if (version === undefined) throw new Error('The definition has no version.');
  return version.schema.openAPIV3Schema.properties.spec;
}

/** The schema with every object closed: Kubernetes drops unknown fields in silence, which hides a typing mistake. */
function closed(schema: unknown): Schema {
  if (Array.isArray(schema)) return schema.map(closed) as unknown as Schema;
  if (typeof schema !== 'object' || schema === null) return schema as Schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
  const isOpen =
    !('properties' in inner) ||
    'additionalProperties' in inner ||
    inner['x-kubernetes-preserve-unknown-fields'] === (true as unknown);
  return inner['type'] === ('object' as unknown) && !isOpen
    ? { ...inner, additionalProperties: false }
    : inner;
}
