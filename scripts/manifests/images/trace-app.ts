import { existsSync, readFileSync, statSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path/posix';
import type { Project, Workspace } from '../../boundaries/workspace.ts';
import { type RuntimeNeed, runtimeNeeds } from './runtime-imports.ts';

export interface AppTrace {
  /** Every file that may be loaded, relative to the workspace. */
  readonly files: ReadonlySet<string>;
  /** Projects that they lie in. */
  readonly projects: ReadonlySet<Project>;
  readonly problems: readonly string[];
}

const PARSED = /\.[cm]?[jt]sx?$/;

export type ReadNeeds = (file: string) => readonly RuntimeNeed[];

/** What files need, each parsed once: apps have most of their files in common. */
export function createNeedsReader(root: string): ReadNeeds {
  const known = new Map<string, readonly RuntimeNeed[]>();
  return (file) => {
    const needs = known.get(file) ?? needsOf(root, file);
    known.set(file, needs);
    return needs;
  };
}

/** Everything that an app may load from its `main.ts` on, and what of it production would not have. */
export function traceApp(
  workspace: Workspace,
  app: string,
  readNeeds: ReadNeeds = createNeedsReader(workspace.root),
): AppTrace {
  const files = new Set<string>();
  const projects = new Set<Project>();
  const problems: string[] = [];
  const waiting = [`apps/${app}/src/main.ts`];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    const project = projectOf(workspace, file);
    if (project !== undefined) projects.add(project);
    for (const need of readNeeds(file)) {
      const found = resolve(workspace, { file, project, need });
      if ('problem' in found) problems.push(`${file}:${need.line}: ${found.problem}`);
      else if (found.file !== null) waiting.push(found.file);
    }
  }
  return { files, projects, problems };
}

function needsOf(root: string, file: string): readonly RuntimeNeed[] {
  const path = join(root, file);
  if (!PARSED.test(file) || statSync(path).isDirectory()) return [];
  return runtimeNeeds(path, readFileSync(path, 'utf8'));
}

interface Site {
  readonly file: string;
  readonly project: Project | undefined;
  readonly need: RuntimeNeed;
}

/** A file of the workspace, null for what comes from elsewhere, or why it will not be there. */
type Resolved = { readonly file: string | null } | { readonly problem: string };

function resolve(workspace: Workspace, { file, project, need }: Site): Resolved {
  const { specifier, kind } = need;
  if (kind === 'file' || specifier.startsWith('.')) return beside(workspace, file, specifier);
  if (isBuiltin(specifier)) return { file: null };
  const name = packageOf(specifier);
  if (project?.dependencies.has(name) !== true)
    return { problem: `${name} is no dependency of ${project?.name ?? file} in production.` };
  const ours = workspace.projects.find((candidate) => candidate.name === name);
  return ours === undefined ? { file: null } : entryOf(workspace, ours, specifier);
}

function beside({ root }: Workspace, file: string, specifier: string): Resolved {
  const path = join(dirname(file), specifier);
  // The workspace as a whole, as a permission to read it names it, or a program that looks whether it runs in a checkout.
  if (path === './' || path === '.') return { file: null };
  return existsSync(join(root, path)) ? { file: path } : { problem: `${path} is not there.` };
}

interface Manifest {
  readonly exports?: Readonly<Record<string, string>>;
}

function entryOf({ root }: Workspace, project: Project, specifier: string): Resolved {
  const manifest = JSON.parse(readFileSync(join(root, project.folder, 'package.json'), 'utf8')) as Manifest;
  const subpath = `.${specifier.slice(project.name.length)}`;
  const entry = manifest.exports?.[subpath];
  return entry === undefined
    ? { problem: `${project.name} exports nothing as ${subpath}.` }
    : { file: join(project.folder, entry) };
}

const projectOf = ({ projects }: Workspace, file: string): Project | undefined =>
  projects.find(({ folder }) => file.startsWith(`${folder}/`));

/** `@scope/name` of `@scope/name/sub`, `name` of `name/sub`. */
const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
