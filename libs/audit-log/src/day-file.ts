import { randomUUID } from 'node:crypto';
import { appendFile, mkdir, stat, truncate } from 'node:fs/promises';
import { fileOf, isOutOfReach, removeOldFiles } from './audit-files.ts';

export interface DayFileOptions {
  readonly dir: string;
  /** Names the first chain. */
  readonly writer: string;
  readonly retentionDays: number | null;
  readonly nowMs: () => number;
}

export interface DayFile {
  /** Makes ready the file for lines of a day (UTC, YYYY-MM-DD), and names the chain that they belong to. */
  readonly open: (day: string) => Promise<string>;
  readonly append: (text: string) => Promise<void>;
  readonly empty: () => Promise<void>;
  /** The chain that is written now. */
  readonly writer: () => string;
  /** Whether it is a chain of this process, also one that has ended. */
  readonly isOwn: (writer: string) => boolean;
  /** The open file, and what of it holds whole lines; null before the first line of a chain. */
  readonly written: () => { readonly path: string; readonly wholeBytes: number } | null;
}

const NO_DAY = '';

/** The file of today, which ends with a whole line whenever it is open. Not for calls at once. */
export function createDayFile({ dir, writer: firstWriter, retentionDays, nowMs }: DayFileOptions): DayFile {
  const writers = new Set<string>();
  const begin = (writer: string) => {
    writers.add(writer);
    return fileOf(dir, NO_DAY, writer);
  };
  let current = begin(firstWriter);
  let sizeBytes = 0;
  /** A file that may end in what a failed write has left there, and what of it is whole. */
  let torn: { readonly path: string; readonly wholeBytes: number } | null = null;

  return {
    open: async (day) => {
      // First, so that the file of a day that is over holds whole lines alone.
      if (torn !== null) await truncate(torn.path, torn.wholeBytes);
      torn = null;
      // The clock was set back by days. A chain's files are read in the order of their days, so another one begins.
      if (isOutOfReach(day, current.day)) current = begin(randomUUID());
      // Never back inside a chain, as when the clock is set back over midnight.
      if (day <= current.day) return current.writer;
      const next = fileOf(dir, day, current.writer);
      await mkdir(dir, { recursive: true });
      if (retentionDays !== null) await removeOldFiles(dir, retentionDays, nowMs());
      sizeBytes = await sizeOf(next.path);
      current = next;
      return current.writer;
    },
    append: async (text) => {
      torn = { path: current.path, wholeBytes: sizeBytes };
      await appendFile(torn.path, text, { mode: 0o600 });
      torn = null;
      sizeBytes += Buffer.byteLength(text);
    },
    empty: async () => {
      await truncate(current.path, 0);
      // What a failed write had left is gone as well, and to cut there again would fill the file with zeros.
      torn = null;
      sizeBytes = 0;
    },
    writer: () => current.writer,
    isOwn: (writer) => writers.has(writer),
    written: () => (current.day === NO_DAY ? null : { path: current.path, wholeBytes: sizeBytes }),
  };
}

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );
