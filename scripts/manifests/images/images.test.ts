import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { readManifests } from '../read-manifests.ts';
import { checkImages, type ImageSources, readImageSources } from './check-images.ts';
import { traceApp } from './trace-app.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const real = readImageSources(ROOT);
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const DOCKERFILE = `
FROM node:24-slim AS packages
COPY package.json package-lock.json ./
COPY --parents apps/*/package.json libs/*/package.json ./
RUN npm ci --ignore-scripts --omit=dev \\
  --workspace=apps/\${APP}
FROM node:24-slim
ENV NODE_ENV=production
ENV NODE_COMPILE_CACHE=/var/cache/compiled
COPY --from=packages /srv ./
COPY libs libs
COPY apps/\${APP} apps/\${APP}
WORKDIR /srv/apps/\${APP}
USER node
RUN node src/main.ts >/dev/null 2>&1; true
CMD ["node", "src/main.ts"]
`;

const manifest = (name: string, more: object = {}): string =>
  JSON.stringify({ name, exports: { '.': './src/index.ts' }, ...more });

/** A workspace of one app and one lib that holds, before a mistake is planted. */
const SOUND: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({ name: 'root', workspaces: ['apps/*', 'libs/*', 'eval'] }),
  '.dockerignore': '**/*.test.ts\n**/node_modules\n',
  'apps/asker/package.json': manifest('@x/asker', { dependencies: { '@x/lib': '1', ky: '1' } }),
  'apps/asker/src/main.ts': `
    import { readFile } from 'node:fs/promises';
    import { one } from '@x/lib';
    import type { Erased } from 'only-types';
    const later = () => import('ky');
    const words = new URL('../words.json', import.meta.url);
    export { later, one, readFile, words, type Erased };`,
  'apps/asker/words.json': '[]',
  'libs/lib/package.json': manifest('@x/lib'),
  'libs/lib/src/index.ts': `export { one } from './one.ts';`,
  'libs/lib/src/one.ts': 'export const one = 1;',
};

function planted(change: Readonly<Record<string, string>> = {}, dockerfile = DOCKERFILE): ImageSources {
  const root = mkdtempSync(join(tmpdir(), 'ragfleet-images-'));
  folders.push(root);
  for (const [path, text] of Object.entries({ ...SOUND, ...change, 'deploy/Dockerfile': dockerfile })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return readImageSources(root);
}

const problemsOf = (sources: ImageSources): string[] => checkImages(sources, ['asker']);

describe('the images as they stand', () => {
  test('hold every file and package that their app may load', () => {
    const { apps } = readManifests(ROOT);
    expect(checkImages(real, apps)).toEqual([]);
    // That the trace goes all the way: through libs, dynamic imports and workers.
    const { files } = traceApp(real.workspace, 'query-worker');
    expect(files.size).toBeGreaterThan(300);
    expect(files).toContain('libs/service-runtime/src/tracing/open-otlp-tracing.ts');
    expect(traceApp(real.workspace, 'batch-worker').files).toContain(
      'libs/document-files/src/process/memory-watch-main.ts',
    );
  });
});

describe('a planted mistake is found', () => {
  test('none in a workspace that has none', () => {
    expect(problemsOf(planted())).toEqual([]);
  });

  test.each([
    ['a package that production does not install', `import 'chai';`, 'chai is no dependency of @x/asker'],
    [
      'one that only tests may use',
      `import { type Clock } from '@x/tests';`,
      '@x/tests is no dependency of @x/asker',
    ],
    ['a file that is not there', `import './gone.ts';`, 'apps/asker/src/gone.ts is not there'],
    ['a file that .dockerignore keeps out', `import './a.test.ts';`, 'apps/asker/src/a.test.ts is loaded'],
    [
      'a file of a folder that is not copied',
      `const x = new URL('../../../data/words.txt', import.meta.url);`,
      'data/words.txt is loaded and not copied',
    ],
    [
      'a part of a lib that it does not export',
      `import '@x/lib/inner';`,
      '@x/lib exports nothing as ./inner',
    ],
    ['what is loaded late', `const x = () => import('late');`, 'late is no dependency of @x/asker'],
  ])('%s', (_title, line, problem) => {
    const more = { 'apps/asker/src/a.test.ts': '', 'data/words.txt': '' };
    const main = `${SOUND['apps/asker/src/main.ts'] ?? ''}\n${line}`;
    expect(problemsOf(planted({ ...more, 'apps/asker/src/main.ts': main }))).toEqual([
      expect.stringContaining(problem),
    ]);
  });

  test('a project whose manifest is not there when packages are installed', () => {
    const sources = planted({
      'apps/asker/package.json': manifest('@x/asker', {
        dependencies: { '@x/lib': '1', '@x/eval': '1', ky: '1' },
      }),
      'apps/asker/src/main.ts': `import '@x/eval';`,
      'eval/package.json': manifest('@x/eval'),
      'eval/src/index.ts': '',
    });
    expect(problemsOf(sources)).toEqual([
      expect.stringContaining('eval/src/index.ts is loaded and not copied'),
      expect.stringContaining('eval/package.json is not there when packages are installed'),
    ]);
  });

  test.each([
    ['USER node', '', 'runs as root'],
    ['USER node', 'USER 0', 'runs as 0'],
    ['ENV NODE_ENV=production', '', 'NODE_ENV'],
    ['ENV NODE_COMPILE_CACHE=/var/cache/compiled', '', 'compiled ahead'],
    ['RUN node src/main.ts', 'RUN true', 'compiled ahead'],
    ['CMD ["node", "src/main.ts"]', 'CMD node src/main.ts', 'with no shell'],
    ['--omit=dev', '', 'npm ci without --omit=dev'],
    ['--ignore-scripts', '', 'npm ci without --ignore-scripts'],
    ['WORKDIR /srv/apps/${APP}', 'WORKDIR /srv', 'WORKDIR'],
    ['FROM node:24-slim\n', 'FROM node\n', 'no image of one version of Node'],
    ['COPY libs libs', '', 'libs/lib/src/index.ts is loaded and not copied'],
    ['COPY --from=packages /srv ./', '', 'copies the packages of no other stage'],
  ])('a Dockerfile with %j as %j', (line, instead, problem) => {
    expect(DOCKERFILE).toContain(line);
    const problems = problemsOf(planted({}, DOCKERFILE.replace(line, instead)));
    expect(problems).toContainEqual(expect.stringContaining(problem));
  });
});
