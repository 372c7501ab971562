import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, opendir, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { Fault, isFault } from '@ragfleet/kernel';
import type { DocumentSource, SourceItem, SourceReading } from '@ragfleet/rag-core';
import { hasExtension } from '../extensions.ts';

export interface FolderSourceOptions {
  readonly path: string;
  readonly extensions: readonly string[];
}

/** Up to this size the content is part of the revision: reading one block costs about what looking at the file does. */
const HASHED_BYTES = 16 * 1_024;

/**
 * The files below a folder; their keys are their paths with `/`. Hidden entries are left out. A link counts when it is a
 * link to a file inside the folder: nothing outside of it is ever read.
 */
export function createFolderSource({ path, extensions }: FolderSourceOptions): DocumentSource {
  return {
    list: async function* (signal) {
      const root = await rootOf(path);
      for await (const key of keysBelow(root, '', extensions, signal)) {
        const item = await itemOf(root, key);
        if (item !== null) yield item;
      }
    },
    read: async (key, knownRevision, signal) => {
      const root = await rootOf(path);
      const file = await openInside(root, key);
      if (file === null) return { status: 'gone' };
      return readFile(file, knownRevision, signal);
    },
  };
}

async function rootOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (cause) {
    const message = 'The folder cannot be read. Check that it is mounted where `path` of the source says.';
    throw new Fault('unavailable', message, { cause });
  }
}

async function* keysBelow(
  root: string,
  prefix: string,
  extensions: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<string> {
  // A folder that cannot be read is no empty folder: the listing fails, and nothing counts as gone.
  const entries = await opendir(join(root, prefix)).catch((cause: unknown) => {
    throw new Fault('unavailable', 'A folder inside the source cannot be read. Check its permissions.', {
      cause,
    });
  });
  for await (const entry of entries) {
    signal.throwIfAborted();
    const key = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    if (entry.name.startsWith('.')) continue;
    if (entry.isDirectory()) yield* keysBelow(root, key, extensions, signal);
    else if (hasExtension(key, extensions)) yield key;
  }
}

/** A file that cannot be read is there all the same: reading it is the failure of this item, and of no other. */
async function itemOf(root: string, key: string): Promise<SourceItem | null> {
  try {
    return await readableItemOf(root, key);
  } catch (error) {
    if (isFault(error, 'forbidden', 'unavailable')) return { key, revision: null, sizeBytes: null };
    throw error;
  }
}

async function readableItemOf(root: string, key: string): Promise<SourceItem | null> {
  const file = await openInside(root, key);
  if (file === null) return null;
  try {
    const { sizeBytes, revision } = await revisionOf(file);
    return { key, revision, sizeBytes };
  } finally {
    await file.close();
  }
}

/** Null when there is no such file inside the folder: it vanished, or is a link to somewhere else, or no plain file. */
async function openInside(root: string, key: string): Promise<FileHandle | null> {
  try {
    const target = await realpath(join(root, ...key.split('/')));
    if (!target.startsWith(root.endsWith(sep) ? root : root + sep)) return null;
    // The last part is no link any more; a pipe in its place must not make anybody wait.
    const file = await open(target, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    if ((await file.stat()).isFile()) return file;
    await file.close();
    return null;
  } catch (cause) {
    if (isMissing(cause)) return null;
    throw isFault(cause)
      ? cause
      : new Fault('forbidden', 'The file cannot be read. Check its permissions.', { cause });
  }
}

const MISSING: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'ELOOP', 'ENXIO']);
const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && MISSING.has(String(error.code));

interface FileRevision {
  readonly sizeBytes: number;
  readonly revision: string;
}

async function revisionOf(file: FileHandle): Promise<FileRevision> {
  try {
    return await readRevision(file);
  } catch (cause) {
    throw new Fault(
      'unavailable',
      'The file cannot be read now. Check the disk or the mount that it is on.',
      {
        cause,
      },
    );
  }
}

/** Size and time of change, and for a small file its content. */
async function readRevision(file: FileHandle): Promise<FileRevision> {
  const { size, mtimeNs } = await file.stat({ bigint: true });
  const stamp = `${size}-${mtimeNs}`;
  const sizeBytes = Number(size);
  if (sizeBytes > HASHED_BYTES) return { sizeBytes, revision: stamp };
  const { buffer, bytesRead } = await file.read(Buffer.alloc(HASHED_BYTES), 0, HASHED_BYTES, 0);
  const digest = createHash('sha256').update(buffer.subarray(0, bytesRead)).digest('base64url');
  return { sizeBytes, revision: `${stamp}-${digest}` };
}

/** The stream closes the file at its end, and when the signal aborts. */
async function readFile(
  file: FileHandle,
  knownRevision: string | null,
  signal: AbortSignal,
): Promise<SourceReading> {
  const { revision } = await revisionOf(file).catch(async (error: unknown) => {
    await file.close();
    throw error;
  });
  if (revision === knownRevision) {
    await file.close();
    return { status: 'unchanged' };
  }
  const content = file.createReadStream({ start: 0, signal });
  // Nobody may be listening any more when the signal aborts.
  content.on('error', () => {});
  return { status: 'read', revision, mediaType: null, content };
}
