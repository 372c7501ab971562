import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { parse, parseAllDocuments } from 'yaml';

/** A Kubernetes object, read loosely: the checks narrow what they look at. */
export interface KubernetesObject {
  readonly file: string;
  readonly kind: string;
  readonly name: string;
  readonly spec: Readonly<Record<string, unknown>>;
  /** All of it, as in the file. */
  readonly document: Readonly<Record<string, unknown>>;
}

export interface Kustomization {
  readonly file: string;
  readonly resources: readonly string[];
  readonly patches: readonly string[];
  readonly images: readonly string[];
  /** Variables that its inline patches set, each with the Deployments that it patches. */
  readonly environment: readonly PatchedVariable[];
  /** What its inline patches add to how KEDA gets into the queue Redis. */
  readonly authentication: readonly SecretParameter[];
}

/** A parameter of a KEDA scaler, and the Secret that holds its value. */
export interface SecretParameter {
  readonly parameter: string;
  readonly name: string;
  readonly key: string;
}

export interface PatchedVariable {
  /** null for every one. */
  readonly deployment: string | null;
  readonly name: string;
  /** Left out where it comes from a Secret. */
  readonly value?: string;
}

export interface ComposeService {
  readonly image: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, unknown>>;
  readonly profiles?: readonly string[];
  readonly restart?: string;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly env_file?: readonly { readonly path: string }[];
  readonly build?: { readonly args?: { readonly APP?: string } };
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly user?: string;
  readonly healthcheck?: { readonly test?: readonly string[] };
}

export interface Manifests {
  readonly root: string;
  readonly objects: readonly KubernetesObject[];
  readonly kustomizations: readonly Kustomization[];
  readonly services: Readonly<Record<string, ComposeService>>;
  /** Folders under apps/ that hold a `src/main.ts`. */
  readonly apps: readonly string[];
}

interface RawObject {
  readonly kind?: string;
  readonly metadata?: { readonly name?: string };
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly resources?: readonly string[];
  readonly patches?: readonly RawPatch[];
  readonly images?: readonly { readonly name: string }[];
}

interface RawPatch {
  readonly path?: string;
  readonly patch?: string;
  readonly target?: { readonly kind?: string; readonly name?: string };
}

/** Every manifest of the workspace at `root`. Throws when a file is not YAML. */
export function readManifests(root: string): Manifests {
  const files = globSync('{k8s,keda}/**/*.yaml', { cwd: root }).toSorted();
  const raw = files.flatMap((file) => readYaml(root, file).map((object) => ({ file, object })));
  const isKustomization = ({ file }: { file: string }): boolean => file.endsWith('kustomization.yaml');
  const compose = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
    services: Record<string, ComposeService>;
  };
  return {
    root,
    objects: raw.filter((entry) => !isKustomization(entry)).map(({ file, object }) => toObject(file, object)),
    kustomizations: raw.filter(isKustomization).map(({ file, object }) => toKustomization(file, object)),
    services: compose.services,
    apps: globSync('apps/*/src/main.ts', { cwd: root })
      .map((file) => file.split('/')[1] ?? '')
      .toSorted(),
  };
}

function readYaml(root: string, file: string): RawObject[] {
  const documents = parseAllDocuments(readFileSync(join(root, file), 'utf8'));
  return documents.map((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw new Error(`${file}: ${error.message}`);
    return document.toJS() as RawObject;
  });
}

const toObject = (file: string, document: RawObject): KubernetesObject => ({
  file,
  kind: document.kind ?? '',
  name: document.metadata?.name ?? '',
  spec: document.spec ?? {},
  document: { ...document },
});

function toKustomization(
  file: string,
  { resources = [], patches = [], images = [] }: RawObject,
): Kustomization {
  return {
    file,
    resources,
    patches: patches.flatMap(({ path }) => path ?? []),
    images: images.map(({ name }) => name),
    environment: patches.flatMap(patchedVariables),
    authentication: patches.flatMap(patchedParameters),
  };
}

type EnvValue = { readonly name?: string; readonly value?: string };

const ENV_ENTRY = '/spec/template/spec/containers/0/env/-';
const SECRET_PARAMETER = '/spec/secretTargetRef/-';

/** What an inline patch adds at `at` to objects of `kind`. */
function added<Value>({ patch, target }: RawPatch, kind: string, at: string): Value[] {
  if (patch === undefined || target?.kind !== kind) return [];
  const operations = parse(patch) as readonly { path?: string; value?: Value }[];
  return operations.flatMap(({ path, value }) => (path === at && value !== undefined ? [value] : []));
}

const patchedParameters = (patch: RawPatch): SecretParameter[] =>
  added(patch, 'TriggerAuthentication', SECRET_PARAMETER);

function patchedVariables(patch: RawPatch): PatchedVariable[] {
  const entries = added<EnvValue>(patch, 'Deployment', ENV_ENTRY);
  const deployments = patch.target?.name?.split('|') ?? [null];
  return deployments.flatMap((deployment) =>
    entries.flatMap(({ name, value }) =>
      name === undefined ? [] : { deployment, name, ...(value !== undefined && { value }) },
    ),
  );
}

/** What a kustomization names and the disk does not have, or has and no kustomization names. */
export function checkKustomizations({ root, kustomizations, objects }: Manifests): string[] {
  const named = new Set(
    kustomizations.flatMap(({ file, resources, patches }) =>
      [...resources, ...patches].map((path) => join(dirname(file), path)),
    ),
  );
  const missing = [...named]
    .filter((path) => !existsSync(join(root, path)))
    .map((path) => `${path}: named by a kustomization and not there.`);
  const files = new Set(objects.map(({ file }) => file));
  return [
    ...missing,
    ...[...files]
      .filter((file) => !named.has(file))
      .map((file) => `${file}: no kustomization names it, so nobody applies it.`),
  ];
}
