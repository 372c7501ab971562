import type { Sealer } from '@ragfleet/sealing';
import { appendFile, mkdir, stat, truncate, writeFile } from 'node:fs/promises';
import type { ChainPoint } from './anchors.ts';
import { dayOf, fileOf, headPath, removeOldFiles } from './audit-files.ts';
import {
  type AuditLine,
  CHAIN_START,
  chainOf,
  type SealedHead,
  sealHead,
  type UnchainedLine,
} from './audit-line.ts';

export interface AppenderOptions {
  readonly dir: string;
  readonly sealer: Sealer;
  readonly writer: string;
  readonly retentionDays: number | null;
  readonly nowMs: () => number;
}

export interface Appender {
  append(lines: readonly UnchainedLine[]): Promise<void>;
  head(): ChainPoint | null;
  written(): { readonly path: string; readonly wholeBytes: number } | null;
  empty(): Promise<void>;
}

/** Writes lines to the file of their day and keeps the head of the chain, so that a cut end is noticed. Not for calls at once. */
export function createAppender(options: AppenderOptions): Appender {
  const { dir, sealer, writer } = options;
  const chain = chainOf(sealer);
  const file = createDayFile(options);
  let last: AuditLine | null = null;

  const link = (unchained: readonly UnchainedLine[]): AuditLine[] => {
    let before = last;
    return unchained.map((line) => {
      const seq = before === null ? 0 : before.seq + 1;
      const linked = { ...line, writer, seq, prev: before?.hash ?? CHAIN_START };
      before = { ...linked, hash: chain(linked) };
      return before;
    });
  };

  return {
    append: async (unchained) => {
      await file.open();
      const lines = link(unchained);
      const end = lines.at(-1);
      if (end === undefined) return;
      await file.append(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
      last = end;
      await writeHead(dir, sealer, { writer, seq: end.seq + 1, hash: end.hash });
    },
    head: () => last,
    written: () => file.written(),
    empty: () => file.empty(),
  };
}

/** The file of today, which ends with a whole line whenever it is open. */
function createDayFile({ dir, writer, retentionDays, nowMs }: AppenderOptions) {
  let today = '';
  let sizeBytes = 0;
  /** A file that may end in what a failed write has left there, and what of it is whole. */
  let torn: { readonly path: string; readonly wholeBytes: number } | null = null;
  const pathOf = (day: string): string => fileOf(dir, day, writer).path;

  return {
    open: async (): Promise<void> => {
      // First, so that the file of a day that is over holds whole lines alone.
      if (torn !== null) await truncate(torn.path, torn.wholeBytes);
      torn = null;
      const day = dayOf(nowMs());
      // Never back, also when the clock goes back: the files of a chain are read in the order of their days.
      if (day <= today) return;
      await mkdir(dir, { recursive: true });
      if (retentionDays !== null) await removeOldFiles(dir, retentionDays, nowMs());
      sizeBytes = await sizeOf(pathOf(day));
      today = day;
    },
    append: async (text: string): Promise<void> => {
      torn = { path: pathOf(today), wholeBytes: sizeBytes };
      await appendFile(torn.path, text, { mode: 0o600 });
      torn = null;
      sizeBytes += Buffer.byteLength(text);
    },
    written: () => (today === '' ? null : { path: pathOf(today), wholeBytes: sizeBytes }),
    empty: async (): Promise<void> => {
      await truncate(pathOf(today), 0);
      // What a failed write had left is gone as well, and to cut there again would fill the file with zeros.
      torn = null;
      sizeBytes = 0;
    },
  };
}

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

/** One sector of a disk, which a power cut leaves old or new. No head is longer. */
const HEAD_CHARACTERS = 512;

/**
 * The number of lines and the last one's hash, sealed, once its lines are in their file: every answer waits for both. Always
 * over the same bytes: to make and replace a file is work for the file system's journal, and waits for what a database beside it
 * brings to the disk, up to 200 ms where this takes 10.
 */
async function writeHead(dir: string, sealer: Sealer, head: SealedHead): Promise<void> {
  const text = `${sealHead(sealer, head).padEnd(HEAD_CHARACTERS - 1)}\n`;
  const path = headPath(dir, head.writer);
  await writeFile(path, text, { flag: 'r+', mode: 0o600 }).catch((error: unknown) => {
    if (codeOf(error) !== 'ENOENT') throw error;
    return writeFile(path, text, { flag: 'wx', mode: 0o600 });
  });
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;
