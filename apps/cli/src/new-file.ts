import { Fault } from '@ragfleet/kernel';
import { type FileHandle, mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Hands `work` a file that was not there before, and takes it away again when the work fails: what is there is whole. Fault
 * `invalid-input` that says why it cannot be made.
 */
export async function writeNewFile<Result>(
  path: string,
  work: (file: FileHandle) => Promise<Result>,
): Promise<Result> {
  await using file = await open(path, 'wx', 0o600).catch((cause: unknown) => refuse(path, cause));
  try {
    return await work(file);
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
}

/** Makes a folder that was not there before. Fault `invalid-input` that says why it cannot be made. */
export async function newFolder(path: string): Promise<void> {
  await mkdir(path).catch((cause: unknown) => refuse(path, cause));
}

function refuse(path: string, cause: unknown): never {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  const why = REASONS[code]?.(path) ?? `${path} cannot be made (${code}). Name another place.`;
  throw new Fault('invalid-input', why, { cause });
}

const REASONS: Readonly<Record<string, (path: string) => string>> = {
  EEXIST: (path) => `${path} is there already. Name one that is not there yet, or move it away.`,
  ENOENT: (path) => `There is no folder ${dirname(path)}. Make it first, or name another place.`,
  EACCES: (path) => `You may not write in ${dirname(path)}. Name another place.`,
};
