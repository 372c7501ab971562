import { createHash, randomUUID } from 'node:crypto';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive, type ProcessIdentity } from './process-identity.ts';

/** A file that belongs to one living process at a time. Readable by the user alone. */
export interface OwnedFile {
  readonly path: string;
  /** What it says once it is this process's. */
  readonly text: string;
  /** Whose it is by what it says; null for what nobody wrote whole. */
  readonly ownerIn: (text: string) => ProcessIdentity | null;
  /** What has to be over before a dead owner's file is taken. Left out where its death is enough. */
  readonly untilFree?: (text: string) => Promise<void>;
}

const LOOK_AGAIN_MS = 20;

/** Makes the file this process's, also in place of one whose owner is dead; false when a living process has it. */
export async function takeFile(file: OwnedFile): Promise<boolean> {
  while (!(await createWhole(file))) {
    const found = await readText(file.path);
    if (found === null) continue;
    const owner = file.ownerIn(found);
    if (owner !== null && (await isAlive(owner))) return false;
    await file.untilFree?.(found);
    if (await replaceLeft(file, found)) return true;
    await delay(LOOK_AGAIN_MS);
  }
  return true;
}

/**
 * Many may have found the same left file, and whoever removed it by its path could remove the one that another has put there
 * since. So the right to replace it is a file too, named after what was found; that one is taken in the same way should its
 * owner die with it. False when somebody else has that right, or has used it.
 */
async function replaceLeft({ path, text, ownerIn }: OwnedFile, found: string): Promise<boolean> {
  const right = { path: `${path}.${digestOf(found)}`, text, ownerIn };
  if (!(await takeFile(right))) return false;
  try {
    if ((await readText(path)) !== found) return false;
    const whole = await writeWhole({ path, text });
    await rename(whole, path);
    return true;
  } finally {
    await rm(right.path, { force: true });
  }
}

/** False when the file is there already. Nobody ever sees it half-written. */
async function createWhole(file: Pick<OwnedFile, 'path' | 'text'>): Promise<boolean> {
  const whole = await writeWhole(file);
  try {
    await link(whole, file.path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(whole, { force: true });
  }
}

/** The path of a file beside it that says the same. */
async function writeWhole({ path, text }: Pick<OwnedFile, 'path' | 'text'>): Promise<string> {
  const whole = `${path}.${randomUUID()}`;
  await writeFile(whole, text, { mode: 0o600 });
  return whole;
}

/** null when there is none. */
async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
