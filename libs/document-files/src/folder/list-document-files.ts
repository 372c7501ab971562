import { Fault } from '@ragfleet/kernel';
import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { ListedFile } from '../contract.ts';
import { extensionOf, READ_EXTENSIONS } from '../extract/file-types.ts';

export interface ListOptions {
  /** Told of a folder inside that cannot be read; without it, that is Fault `invalid-input`: a part is no listing. */
  readonly onUnreadableFolder?: (name: string) => void;
  /** Told of a file that no document can be read from, by its extension. */
  readonly onOtherFile?: (name: string) => void;
}

interface Walk {
  readonly root: string;
  readonly realRoot: string;
  readonly options: ListOptions;
}

const SKIPPED_FOLDERS: ReadonlySet<string> = new Set(['node_modules']);

/**
 * The files below `dir` that documents can be read from, by their extensions, sorted, one folder in memory at a time.
 * What is hidden, `node_modules` and links to what is outside are left out; links to folders are not followed. Fault
 * `invalid-input` when the folder cannot be read.
 */
export async function* listDocumentFiles(dir: string, options: ListOptions = {}): AsyncGenerator<ListedFile> {
  const realRoot = await realpath(dir).catch(unreadable);
  yield* filesOf({ root: dir, realRoot, options }, []);
}

async function* filesOf(walk: Walk, parts: readonly string[]): AsyncGenerator<ListedFile> {
  for (const entry of await entriesOf(walk, parts)) {
    if (entry.name.startsWith('.')) continue;
    const inside = [...parts, entry.name];
    if (entry.isDirectory()) {
      if (!SKIPPED_FOLDERS.has(entry.name)) yield* filesOf(walk, inside);
    } else if (READ_EXTENSIONS.includes(extensionOf(entry.name))) {
      const file = await fileOf(walk, entry, inside);
      if (file !== null) yield file;
    } else {
      walk.options.onOtherFile?.(inside.join('/'));
    }
  }
}

async function entriesOf({ root, options }: Walk, parts: readonly string[]): Promise<Dirent[]> {
  try {
    const entries = await readdir(join(root, ...parts), { withFileTypes: true });
    return entries.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  } catch (cause) {
    if (parts.length === 0 || options.onUnreadableFolder === undefined) return unreadable(cause);
    options.onUnreadableFolder(parts.join('/'));
    return [];
  }
}

/** A file or a link to a file inside; `null` for anything else, and for what is gone meanwhile. */
async function fileOf(walk: Walk, entry: Dirent, parts: readonly string[]): Promise<ListedFile | null> {
  const path = join(walk.root, ...parts);
  try {
    const target = entry.isSymbolicLink() ? await realpath(path) : path;
    if (entry.isSymbolicLink() && !target.startsWith(walk.realRoot + sep)) return null;
    const { size, mtimeMs, isFile } = await statOf(target);
    return isFile
      ? { name: parts.join('/'), path: target, sizeBytes: size, modifiedAtMs: Math.floor(mtimeMs) }
      : null;
  } catch (error) {
    if (isGone(error)) return null;
    // Listed all the same: who reads it says what is wrong with it.
    return { name: parts.join('/'), path, sizeBytes: 0, modifiedAtMs: 0 };
  }
}

async function statOf(path: string): Promise<{ size: number; mtimeMs: number; isFile: boolean }> {
  const found = await stat(path);
  return { size: found.size, mtimeMs: found.mtimeMs, isFile: found.isFile() };
}

const isGone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ELOOP');

function unreadable(cause: unknown): never {
  throw new Fault(
    'invalid-input',
    'The folder of documents cannot be read. Check the path and its permissions.',
    {
      cause,
    },
  );
}
