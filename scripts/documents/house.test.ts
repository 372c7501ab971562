import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { ARROWS, PROJECT_TYPES } from '../boundaries/rules.ts';
import { readWorkspace } from '../boundaries/workspace.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SCOPE = '@ragfleet/';
const { projects } = readWorkspace(ROOT);
const read = (path: string): string => readFileSync(`${ROOT}${path}`, 'utf8');
const architecture = read('docs/architecture.md');

test('architecture.md draws every app and lib with its type, and nothing that is not there', () => {
  const [tree = ''] = /^apps\/ .*?^```$/ms.exec(architecture) ?? [];
  const [apps = '', libs = ''] = tree.split(/^libs\/$/m);
  const namesIn = (part: string): string[] =>
    [...part.matchAll(/^ {2}([\w-]+)/gm)].map(([, name = '']) => name);
  const typesIn = (part: string): string[] =>
    [...part.matchAll(/^ {2}([\w-]+) +type:(\w+) /gm)].map(([, name = '', type = '']) => `${name} ${type}`);
  const under = (folder: string) => projects.filter((project) => project.folder.startsWith(folder));
  const nameOf = ({ folder }: { readonly folder: string }): string => folder.replace(/^\w+\//, '');
  expect(namesIn(apps).toSorted()).toEqual(under('apps/').map(nameOf).toSorted());
  expect(under('apps/').map(({ type }) => type)).toEqual(under('apps/').map(() => 'app'));
  expect(typesIn(libs).toSorted()).toEqual(
    under('libs/')
      .map((lib) => `${nameOf(lib)} ${lib.type}`)
      .toSorted(),
  );
});

test('architecture.md draws the arrows that the check holds', () => {
  for (const type of PROJECT_TYPES) {
    const [, cell = ''] = new RegExp(`^\\| ${type} \\| (.*) \\|$`, 'm').exec(architecture) ?? [];
    const [allowed = ''] = cell.split(';');
    const named = PROJECT_TYPES.filter((one) => allowed.split(/\W+/).includes(one));
    expect(named.toSorted(), type).toEqual([...ARROWS[type]].toSorted());
  }
});

test('the README of each lib names every lib that it imports', () => {
  for (const { folder, type, dependencies } of projects) {
    if (!folder.startsWith('libs/') || type === 'test') continue;
    const words = new Set(read(`${folder}/README.md`).split(/[^\w-]+/));
    const imported = [...dependencies].filter((name) => name.startsWith(SCOPE));
    expect(
      imported.filter((name) => !words.has(name.slice(SCOPE.length))),
      folder,
    ).toEqual([]);
  }
});

test('the page of decisions names each of them by its title', () => {
  const files = readdirSync(`${ROOT}docs/decisions`).filter((name) => /^\d{4}-/.test(name));
  const lines = files.toSorted().map((name) => {
    const [, number = '', title = ''] = /^# (\d+)\. (.+)$/m.exec(read(`docs/decisions/${name}`)) ?? [];
    expect(name.slice(0, 4), name).toBe(number.padStart(4, '0'));
    return `| ${name.slice(0, 4)} | [${title}](${name})`;
  });
  const named = read('docs/decisions/README.md').match(/^\| \d{4} \| \[.*?\]\(.*?\)/gm) ?? [];
  expect(named.toSorted()).toEqual(lines);
});
