import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ARROWS, type ProjectType } from './rules.ts';
import { readWorkspace } from './workspace.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'nx-graph-'));

interface NxGraph {
  readonly graph: {
    readonly nodes: Readonly<
      Record<string, { readonly data: { readonly root: string; readonly tags: readonly string[] } }>
    >;
    readonly dependencies: Readonly<
      Record<string, readonly { readonly source: string; readonly target: string }[]>
    >;
  };
}
let nx: NxGraph['graph'];

beforeAll(async () => {
  const file = join(scratch, 'graph.json');
  // Its own data folder and no daemon: a cached graph of another run would agree with anything.
  const env = {
    ...process.env,
    NX_DAEMON: 'false',
    NX_WORKSPACE_DATA_DIRECTORY: scratch,
    NX_NO_CLOUD: 'true',
  };
  await promisify(execFile)(process.execPath, ['node_modules/nx/dist/bin/nx.js', 'graph', `--file=${file}`], {
    cwd: ROOT,
    env,
  });
  nx = (JSON.parse(readFileSync(file, 'utf8')) as NxGraph).graph;
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test('Nx sees the same projects, folders and types', () => {
  const members = readWorkspace(ROOT).projects.filter((project) => project.name.startsWith('@ragfleet/'));
  const ours = members.map(({ name, folder, type }) => `${name} ${folder} type:${type}`);
  const theirs = Object.entries(nx.nodes).map(
    ([name, { data }]) => `${name} ${data.root} ${data.tags.find((tag) => tag.startsWith('type:'))}`,
  );
  expect(theirs.toSorted()).toEqual(ours.toSorted());
  expect(ours.length).toBeGreaterThan(20);
});

test('every edge that Nx derives follows an arrow', () => {
  const typeOf = (name: string): ProjectType | undefined =>
    nx.nodes[name]?.data.tags.find((tag) => tag.startsWith('type:'))?.slice('type:'.length) as
      | ProjectType
      | undefined;
  const edges = Object.values(nx.dependencies)
    .flat()
    .filter(({ target }) => nx.nodes[target] !== undefined);
  const forbidden = edges.filter(({ source, target }) => {
    const [from, to] = [typeOf(source), typeOf(target)];
    // Nx does not tell a test's edge from the product's; check-boundaries does, by file.
    return from === undefined || to === undefined || (to !== 'test' && !ARROWS[from].includes(to));
  });
  expect(forbidden).toEqual([]);
  expect(edges.length).toBeGreaterThan(20);
});
