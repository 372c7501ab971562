import { copyFile, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { publishedManifest, withJsSpecifiers } from './published-manifest.ts';

interface KeyedSemaphore {
  /** The folder of the SDK. */
  readonly folder: string;
  readonly license: string;
}

type Manifest = Parameters<typeof publishedManifest>[0];

const KEPT = '.package.before-packing.json';

/** Makes of the folder, with its sources already compiled into `dist`, what npm packs. `restore` takes it back. */
export async function prepare({ folder, license }: KeyedSemaphore): Promise<void> {
  for (const path of await readdir(join(folder, 'dist'), { recursive: true }))
    if (path.endsWith('.d.ts')) await rewrite(join(folder, 'dist', path), withJsSpecifiers);
  await copyFile(license, join(folder, 'LICENSE'));
  const manifest = join(folder, 'package.json');
  const text = await readFile(manifest, 'utf8');
  const published = publishedManifest(JSON.parse(text) as Manifest);
  await writeFile(join(folder, KEPT), text);
  await writeFile(manifest, `${JSON.stringify(published, null, 2)}\n`);
}

/** The folder as it is in the repository, also after a packing that was killed. */
export async function restore({ folder }: Pick<KeyedSemaphore, 'folder'>): Promise<void> {
  const unlessMissing = (error: NodeJS.ErrnoException): void => {
    if (error.code !== 'ENOENT') throw error;
  };
  await rename(join(folder, KEPT), join(folder, 'package.json')).catch(unlessMissing);
  await rm(join(folder, 'LICENSE'), { force: true });
  await rm(join(folder, 'dist'), { recursive: true, force: true });
}

async function rewrite(path: string, change: (text: string) => string): Promise<void> {
  await writeFile(path, change(await readFile(path, 'utf8')));
}
