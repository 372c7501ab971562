import { mkdir, open, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type AuditFile, headPath, listFiles } from '../audit-files.ts';
import { type AuditLine, parseLine } from '../audit-line.ts';
import type { FileAuditLog } from '../file-audit-log.ts';

// What lies beside the files that wait: how far each was sent, and whether its process lives.

const MAX_LINES = 500;
const MAX_BYTES = 512 * 1024;
/** Somebody who said nothing for so long has died; what they left is sent for them. */
const DEAD_MS = 5 * 60_000;

const markPath = (dir: string, writer: string): string => join(dir, `audit-shipped-${writer}`);

export async function removeMarks(dir: string, writer: string): Promise<void> {
  const paths = [headPath(dir, writer), markPath(dir, writer), alivePath(dir, writer)];
  await Promise.all(paths.map(removeIfThere));
}

const alivePath = (dir: string, writer: string): string => join(dir, `audit-alive-${writer}`);

/** The files of this process, and of those that have died. */
export async function filesToShip(
  dir: string,
  isOwn: (writer: string) => boolean,
  nowMs: number,
): Promise<AuditFile[]> {
  const files = await listFiles(dir);
  const living = new Set<string>();
  for (const file of files)
    if (!isOwn(file.writer) && !(await isDead(dir, file, nowMs))) living.add(file.writer);
  return files.filter(({ writer }) => !living.has(writer));
}

/** True when its writer has neither said that it lives nor written to this file. It may be writing to that of a later day. */
export async function isDead(dir: string, { writer, path }: AuditFile, nowMs: number): Promise<boolean> {
  const seenMs = Math.max(await changedMs(alivePath(dir, writer)), await changedMs(path));
  return nowMs - seenMs > DEAD_MS;
}

const changedMs = (path: string): Promise<number> =>
  stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );

export async function sumWaiting(
  files: readonly AuditFile[],
  offsets: ReadonlyMap<string, number>,
): Promise<number> {
  const sizes = await Promise.all(
    files.map(async ({ path }) => (await stat(path)).size - (offsets.get(path) ?? 0)),
  );
  return sizes.reduce((sum, size) => sum + Math.max(0, size), 0);
}

/** What of a file may be read: of one's own, no more than was written whole. */
export async function lengthOf(file: AuditFile, log: Pick<FileAuditLog, 'written'>): Promise<number> {
  const current = log.written();
  return current?.path === file.path ? current.wholeBytes : (await stat(file.path)).size;
}

interface Part {
  readonly offset: number;
  readonly endBytes: number;
  readonly maxBytes?: number;
}

interface Batch {
  readonly lines: readonly AuditLine[];
  /** Of the file, with line breaks. */
  readonly bytes: number;
}

/** The next lines of a file, one at least where there is one, however long. No bytes mean that the rest holds no whole line. */
export async function readBatch(
  path: string,
  { offset, endBytes, maxBytes = MAX_BYTES }: Part,
): Promise<Batch> {
  const wanted = Math.min(maxBytes, endBytes - offset);
  if (wanted <= 0) return { lines: [], bytes: 0 };
  const read = await readPart(path, offset, wanted);
  const lines: AuditLine[] = [];
  let bytes = 0;
  for (let end = read.indexOf(10); end >= 0; end = read.indexOf(10, bytes)) {
    const line = parseLine(withoutZeros(read.toString('utf8', bytes, end)));
    if (line !== null) lines.push(line);
    bytes = end + 1;
    if (lines.length === MAX_LINES || bytes >= MAX_BYTES) break;
  }
  const isCut = bytes === 0 && wanted < endBytes - offset;
  return isCut ? readBatch(path, { offset, endBytes, maxBytes: 2 * maxBytes }) : { lines, bytes };
}

async function readPart(path: string, offset: number, bytes: number): Promise<Buffer> {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, offset);
  return buffer.subarray(0, bytesRead);
}

/** Earlier releases left zeros before a line when their disk had been full. */
const withoutZeros = (text: string): string => text.slice(text.lastIndexOf('\0') + 1);

/** The number of the last line that arrived; -1 where nobody knows: then lines go twice, which does no harm. */
export async function shippedSeq(dir: string, writer: string): Promise<number> {
  const text = await readFile(markPath(dir, writer), 'utf8').catch(() => '');
  return /^\d{1,15}$/.test(text) ? Number(text) : -1;
}

export const markShipped = (dir: string, writer: string, seq: number): Promise<void> =>
  keep(markPath(dir, writer), String(seq));

export const markAlive = (dir: string, writer: string): Promise<void> => keep(alivePath(dir, writer), '');

async function keep(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

/** Another process may have been first. */
export const removeIfThere = (path: string): Promise<void> => unlink(path).catch(() => undefined);
