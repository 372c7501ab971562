import { readFileSync } from 'node:fs';
import { join } from 'node:path/posix';
import { readWorkspace, type Workspace } from '../../boundaries/workspace.ts';
import { isCopied, readIgnored } from './image-files.ts';
import { readDockerfile, type Stage } from './read-dockerfile.ts';
import { createNeedsReader, type ReadNeeds, traceApp } from './trace-app.ts';

const DOCKERFILE = 'deploy/Dockerfile';
/** Runs on a developer's machine alone. The CLI has an image: it is run beside the fleet. */
const WITHOUT_IMAGE = 'local-fleet';

export interface ImageSources {
  readonly workspace: Workspace;
  readonly dockerfile: string;
  readonly ignored: readonly string[];
}

export const readImageSources = (root: string): ImageSources => ({
  workspace: readWorkspace(root),
  dockerfile: readFileSync(join(root, DOCKERFILE), 'utf8'),
  ignored: readIgnored(root),
});

/** For every app with an image: that it would hold each file and package that the app may load, and run it as nobody in particular. */
export function checkImages(sources: ImageSources, apps: readonly string[]): string[] {
  const negated = sources.ignored.filter((pattern) => pattern.startsWith('!'));
  const readNeeds = createNeedsReader(sources.workspace.root);
  const problems = apps
    .filter((app) => app !== WITHOUT_IMAGE)
    .flatMap((app) => checkImage(sources, app, readNeeds).map((problem) => `${app}: ${problem}`));
  return [
    ...negated.map((pattern) => `.dockerignore: ${pattern}: exceptions are not checked here.`),
    ...[...new Set(problems)].map((problem) => `${DOCKERFILE}: ${problem}`),
  ];
}

function checkImage(
  { workspace, dockerfile, ignored }: ImageSources,
  app: string,
  readNeeds: ReadNeeds,
): string[] {
  const stages = readDockerfile(dockerfile, app);
  const last = stages.at(-1);
  const packages = stages.find(({ name }) => name !== null && last?.copiesFrom.includes(name) === true);
  if (last === undefined || packages === undefined)
    return ['the last stage copies the packages of no other stage.'];
  const trace = traceApp(workspace, app, readNeeds);
  const left = [...trace.files].filter((file) => !isCopied(last, file, ignored));
  // Without its manifest a project is not among the workspaces that npm installs and links.
  const unlinked = [...trace.projects].filter(
    ({ folder }) => !isCopied(packages, `${folder}/package.json`, ignored),
  );
  return [
    ...trace.problems,
    ...left.map((file) => `${file} is loaded and not copied.`),
    ...unlinked.map(({ folder }) => `${folder}/package.json is not there when packages are installed.`),
    ...checkInstall(packages, app),
    ...checkProcess(last, app),
  ];
}

const WANTED_FLAGS = ['--omit=dev', '--ignore-scripts'];

function checkInstall({ runs }: Stage, app: string): string[] {
  const install = runs.find((run) => /\bnpm ci\b/.test(run));
  if (install === undefined) return ['npm ci installs nothing.'];
  return [...WANTED_FLAGS, `--workspace=apps/${app}`]
    .filter((flag) => !install.split(/\s+/).includes(flag))
    .map((flag) => `npm ci without ${flag}.`);
}

const PROGRAM = 'node src/main.ts';

/** Node's own image has a user of this name; a number above 0 would do as well. */
const NOBODY_IN_PARTICULAR = /^(node|[1-9]\d*)(:.*)?$/;

function checkProcess({ user, environment, runs, command, workdir, image }: Stage, app: string): string[] {
  const rules: readonly (readonly [boolean, string])[] = [
    [user !== null && NOBODY_IN_PARTICULAR.test(user), `runs as ${user ?? 'root'}: end with USER node.`],
    [environment['NODE_ENV'] === 'production', 'ENV NODE_ENV=production is missing.'],
    [
      environment['NODE_COMPILE_CACHE'] !== undefined && runs.some((run) => run.startsWith(PROGRAM)),
      `nothing is compiled ahead: set NODE_COMPILE_CACHE and RUN ${PROGRAM} as the user who runs it.`,
    ],
    [command?.join(' ') === PROGRAM, 'CMD ["node", "src/main.ts"], with no shell around it.'],
    [workdir?.endsWith(`apps/${app}`) === true, `WORKDIR is not the folder of ${app}.`],
    [/^node:\d+/.test(image), `${image} is no image of one version of Node.`],
  ];
  return rules.filter(([holds]) => !holds).map(([, problem]) => problem);
}
