import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach } from 'vitest';
import { checkBoundaries, type Violation } from './check-boundaries.ts';
import { readWorkspace } from './workspace.ts';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface PlantedWorkspace {
  readonly root: string;
  /** Writes a file into the copy, for this test alone. */
  plant(file: string, text: string): void;
  plantManifest(folder: string, change: (manifest: Record<string, unknown>) => void): void;
  /** Takes back what was planted last. */
  takeBack(): void;
  /** Reads the copy anew and checks one file of it. */
  violationsIn(file: string): Violation[];
}

/** A copy of this workspace to plant violations in. It goes with the tests of the file that calls this at its top. */
export function copyWorkspace(): PlantedWorkspace {
  const root = mkdtempSync(join(tmpdir(), 'boundaries-'));
  const isSource = (path: string): boolean => !/node_modules|\.nx|coverage/.test(path);
  for (const part of ['package.json', 'apps', 'bench', 'libs', 'scripts']) {
    cpSync(join(ROOT, part), join(root, part), { recursive: true, filter: isSource });
  }
  const planted: (() => void)[] = [];
  afterEach(() => {
    for (const undo of planted.splice(0)) undo();
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  return {
    root,
    plant: (file, text) => {
      const path = join(root, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      planted.push(() => rmSync(path));
    },
    plantManifest: (folder, change) => {
      const path = join(root, folder, 'package.json');
      const before = readFileSync(path, 'utf8');
      const manifest = JSON.parse(before) as Record<string, unknown>;
      change(manifest);
      writeFileSync(path, JSON.stringify(manifest));
      planted.push(() => writeFileSync(path, before));
    },
    takeBack: () => planted.pop()?.(),
    violationsIn: (file) => {
      const workspace = readWorkspace(root);
      const narrowed = workspace.projects.map((project) => ({
        ...project,
        files: project.files.filter((name) => name === file),
      }));
      return checkBoundaries({ ...workspace, projects: narrowed }).filter(
        (violation) => violation.file === file,
      );
    },
  };
}
