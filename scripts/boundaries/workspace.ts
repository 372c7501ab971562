import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PROJECT_TYPES, type ProjectType } from './rules.ts';

export interface Project {
  /** The package name, such as `@ragfleet/kernel`. */
  readonly name: string;
  /** Relative to the workspace, such as `libs/kernel`. */
  readonly folder: string;
  /** null when the manifest carries no single, known `type:*` tag. */
  readonly type: ProjectType | null;
  readonly dependencies: ReadonlySet<string>;
  readonly devDependencies: ReadonlySet<string>;
  /** Source files, relative to the workspace. */
  readonly files: readonly string[];
}

export interface Workspace {
  readonly root: string;
  readonly projects: readonly Project[];
  /** What the root manifest offers to tests and scripts. */
  readonly rootTools: ReadonlySet<string>;
}

interface Manifest {
  readonly name?: string;
  readonly workspaces?: readonly string[];
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly nx?: { readonly tags?: readonly string[] };
}

const SOURCES = '**/*.{ts,mts,cts,tsx,js,mjs,cjs}';
/** Folders at the root that hold scripts and are no npm workspaces. They share the root manifest. */
const ROOT_FOLDERS = ['scripts'];
/** Packages of their own inside a project, which the workspace does not install: what benchmarks compare with. */
const NOT_OURS: ReadonlySet<string> = new Set(['node_modules', 'peers']);

const readManifest = (path: string): Manifest => JSON.parse(readFileSync(path, 'utf8')) as Manifest;

const namesIn = (...maps: readonly (Readonly<Record<string, string>> | undefined)[]): ReadonlySet<string> =>
  new Set(maps.flatMap((map) => Object.keys(map ?? {})));

function typeOf(manifest: Manifest): ProjectType | null {
  const tags = (manifest.nx?.tags ?? []).filter((tag) => tag.startsWith('type:'));
  const type = PROJECT_TYPES.find((known) => tags[0] === `type:${known}`);
  return tags.length === 1 && type !== undefined ? type : null;
}

function sourcesIn(root: string, folder: string): string[] {
  const files = globSync(`${folder}/${SOURCES}`, { cwd: root, exclude: (name) => NOT_OURS.has(name) });
  return files.map((file) => file.replaceAll('\\', '/')).toSorted();
}

function readProject(root: string, manifestPath: string): Project {
  const folder = dirname(manifestPath).replaceAll('\\', '/');
  const manifest = readManifest(join(root, manifestPath));
  return {
    name: manifest.name ?? folder,
    folder,
    type: typeOf(manifest),
    dependencies: namesIn(manifest.dependencies, manifest.optionalDependencies, manifest.peerDependencies),
    devDependencies: namesIn(manifest.devDependencies),
    files: sourcesIn(root, folder),
  };
}

/** A root folder as a harness that may use whatever the root manifest and the workspace have. */
function rootFolder(
  root: string,
  folder: string,
  tools: ReadonlySet<string>,
  members: readonly Project[],
): Project {
  const dependencies = new Set([...tools, ...members.map(({ name }) => name)]);
  return {
    name: folder,
    folder,
    type: 'harness',
    dependencies,
    devDependencies: new Set(),
    files: sourcesIn(root, folder),
  };
}

/** Every project of the npm workspace at `root`, and the root's own script folders. */
export function readWorkspace(root: string): Workspace {
  const manifest = readManifest(join(root, 'package.json'));
  const manifestPaths = globSync(
    (manifest.workspaces ?? []).map((glob) => `${glob}/package.json`),
    { cwd: root },
  );
  const members = manifestPaths.toSorted().map((path) => readProject(root, path));
  const rootTools = namesIn(manifest.dependencies, manifest.devDependencies);
  const folders = ROOT_FOLDERS.map((folder) => rootFolder(root, folder, rootTools, members));
  return { root, projects: [...members, ...folders.filter(({ files }) => files.length > 0)], rootTools };
}
