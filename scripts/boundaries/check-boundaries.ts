import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path/posix';
import { type ImportUse, readSource } from './read-source.ts';
import {
  ARROWS,
  homeOf,
  ONLY_BUILTINS,
  ONLY_PACKAGES,
  PROCESS_OWNER,
  TEST_TOOLS,
  VENDORS_ALONE,
} from './rules.ts';
import type { Project, Workspace } from './workspace.ts';

export interface Violation {
  /** Relative to the workspace. */
  readonly file: string;
  /** 1-based; 1 for a manifest. */
  readonly line: number;
  readonly rule: string;
  readonly message: string;
  readonly fix: string;
}

type Finding = Pick<Violation, 'rule' | 'message' | 'fix'>;

/** Where an import stands: the project, the file, and whether the file is a test. */
interface Site {
  readonly workspace: Workspace;
  readonly project: Project;
  readonly file: string;
  readonly isTest: boolean;
}

/** Every breach of the arrows, the manifests, the vendor homes and the process rule, in file order. */
export function checkBoundaries(workspace: Workspace): Violation[] {
  return workspace.projects.flatMap((project) => [
    ...checkManifest(workspace, project),
    ...project.files.flatMap((file) => checkFile(workspace, project, file)),
  ]);
}

function checkManifest(workspace: Workspace, project: Project): Violation[] {
  const file = `${project.folder}/package.json`;
  const at = (finding: Finding): Violation => ({ file, line: 1, ...finding });
  if (project.type === null) {
    const message = `${project.folder} has no single known type tag.`;
    return [
      at({
        rule: 'tag',
        message,
        fix: 'Set "nx": {"tags": ["type:…"]} to one type of docs/architecture.md.',
      }),
    ];
  }
  if (project.type === 'harness') return [];
  const site = { workspace, project, file };
  const forProduct = [...project.dependencies].map((name) =>
    findingOfPackage({ ...site, isTest: project.type === 'test' }, name),
  );
  const forTests = [...project.devDependencies].map((name) =>
    findingOfPackage({ ...site, isTest: true }, name),
  );
  return [...forProduct, ...forTests].filter((finding) => finding !== null).map(at);
}

function checkFile(workspace: Workspace, project: Project, file: string): Violation[] {
  const { imports, processUses, parseError } = readSource(
    file,
    readFileSync(join(workspace.root, file), 'utf8'),
  );
  const site: Site = {
    workspace,
    project,
    file,
    isTest: isTestCode(file) || project.type === 'test',
  };
  if (parseError !== null)
    return [
      {
        file,
        line: 1,
        rule: 'parse',
        message: parseError,
        fix: 'Mend the syntax; what does not parse is not checked.',
      },
    ];
  const fromImports = imports.flatMap((use): Violation[] => {
    const finding = findingOfImport(site, use);
    return finding === null ? [] : [{ file, line: use.line, ...finding }];
  });
  if (mayUseProcess(site)) return fromImports;
  return [
    ...fromImports,
    ...processUses.map(({ expression, line }) => ({ file, line, ...processFinding(expression) })),
  ];
}

function findingOfImport(site: Site, { specifier }: ImportUse): Finding | null {
  if (specifier === null) return site.project.type === 'harness' ? null : COMPUTED;
  if (specifier.startsWith('.')) return findingOfPath(site, specifier);
  if (isBuiltin(specifier)) return findingOfBuiltin(site, specifier);
  const name = packageNameOf(specifier);
  if (name === site.project.name)
    return {
      rule: 'self-import',
      message: `${name} imports itself by name.`,
      fix: 'Use a relative path inside a project.',
    };
  const project = site.workspace.projects.find((candidate) => candidate.name === name);
  if (project !== undefined && specifier !== name) return deepImport(specifier, name);
  return findingOfPackage(site, name) ?? undeclared(site, name);
}

const COMPUTED: Finding = {
  rule: 'computed-import',
  message: 'The imported module is computed, so its boundary cannot be read.',
  fix: 'Import a string literal, and choose between literals with a condition.',
};

const deepImport = (specifier: string, name: string): Finding => ({
  rule: 'deep-import',
  message: `"${specifier}" reaches behind the entry point of ${name}.`,
  fix: `Import from "${name}", and export what is missing from its src/index.ts.`,
});

function findingOfPath({ workspace, project, file, isTest }: Site, specifier: string): Finding | null {
  const target = join(dirname(file), specifier);
  if (target === project.folder || target.startsWith(`${project.folder}/`))
    return isTest || !isTestCode(target) ? null : testOnly(specifier);
  const owner = workspace.projects.find(({ folder }) => target.startsWith(`${folder}/`));
  return deepImport(specifier, owner?.name ?? 'the project that owns it');
}

const testOnly = (name: string): Finding => ({
  rule: 'test-only',
  message: `${name} is for tests alone.`,
  fix: 'Use it in *.test.ts, *.fixture.ts or *.test-data.ts, and declare a package in devDependencies.',
});

function findingOfBuiltin({ project, isTest }: Site, specifier: string): Finding | null {
  const allowed = project.type === null || isTest ? undefined : ONLY_BUILTINS[project.type];
  const name = specifier.startsWith('node:') ? specifier : `node:${specifier}`;
  if (allowed === undefined || allowed.includes(name)) return null;
  return {
    rule: 'no-io',
    message: `${project.folder} is type:${project.type} and may not use ${name}.`,
    fix: 'Take what it gives as a parameter or a port, and pass it in composition.ts.',
  };
}

/** The rules that hold for a package by its name alone, in an import and in a manifest. */
function findingOfPackage(site: Site, name: string): Finding | null {
  const target = site.workspace.projects.find((project) => project.name === name);
  return target === undefined ? findingOfVendor(site, name) : findingOfArrow(site, target);
}

function findingOfArrow({ project, isTest }: Site, target: Project): Finding | null {
  if (target.type === 'app') {
    return {
      rule: 'app-import',
      message: `${target.name} is an app, and nothing imports an app.`,
      fix: 'Move the shared rule into a lib.',
    };
  }
  if (project.type === null || target.type === null || ARROWS[project.type].includes(target.type))
    return null;
  if (target.type !== 'test') {
    const message = `type:${project.type} may not import type:${target.type}: ${project.name} → ${target.name}.`;
    return { rule: 'arrow', message, fix: ARROW_FIX };
  }
  return isTest ? null : testOnly(target.name);
}

const ARROW_FIX =
  'Depend on a port of the core and wire the two in the app’s composition.ts; see "Arrows" in docs/architecture.md.';

function findingOfVendor({ project, file, isTest }: Site, name: string): Finding | null {
  if (TEST_TOOLS.includes(name)) {
    return isTest || project.type === 'harness' ? null : testOnly(name);
  }
  const home = file.startsWith(VENDORS_ALONE) ? undefined : homeOf(name);
  if (home !== undefined && !home.homes.includes(project.name) && !(isTest && home.testsMayUse === true)) {
    return {
      rule: 'vendor-home',
      message: `${name} belongs to ${home.homes.join(' and ')} alone.`,
      fix: `Use what ${home.homes[0]} exports.`,
    };
  }
  const allowed = project.type === null || isTest ? undefined : ONLY_PACKAGES[project.type];
  if (allowed === undefined || allowed.includes(name)) return null;
  const message = `type:${project.type} may use ${allowed.length === 0 ? 'no package' : `${allowed.join(', ')} alone`}, not ${name}.`;
  return { rule: 'only-packages', message, fix: 'Move the code that needs it into an adapter or an app.' };
}

function undeclared({ workspace, project, isTest }: Site, name: string): Finding | null {
  if (project.dependencies.has(name)) return null;
  if (isTest && (project.devDependencies.has(name) || workspace.rootTools.has(name))) return null;
  const list = isTest ? 'devDependencies' : 'dependencies';
  return {
    rule: 'undeclared',
    message: `${name} is not in the ${list} of ${project.folder}.`,
    fix: `Add it to ${project.folder}/package.json.`,
  };
}

/** Tests, and what they alone import or start: fixtures, test data, processes called test-…-main. */
const isTestCode = (file: string): boolean =>
  /(\.(test|test-data)\.tsx?|[.-]fixture\.ts|\/test-[\w-]+-main\.ts)$/.test(file);

/** Entry points, service-runtime, scripts and tests. */
function mayUseProcess({ project, file, isTest }: Site): boolean {
  return (
    isTest ||
    project.type === 'harness' ||
    project.name === PROCESS_OWNER ||
    /\/src\/(.+\/)?([\w-]+-)?main\.ts$/.test(file)
  );
}

const processFinding = (expression: string): Finding => ({
  rule: 'process',
  message: `${expression} belongs to main.ts, *-main.ts and service-runtime.`,
  fix: 'Read the environment once in main.ts through config.ts, and pass the value.',
});

function packageNameOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
