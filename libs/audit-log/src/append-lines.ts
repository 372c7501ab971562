import type { Sealer } from '@ragfleet/sealing';
import { writeFile } from 'node:fs/promises';
import type { ChainPoint } from './anchors.ts';
import { headPath } from './audit-files.ts';
import {
  type AuditLine,
  CHAIN_START,
  chainOf,
  type SealedHead,
  sealHead,
  type UnchainedLine,
} from './audit-line.ts';
import { createDayFile, type DayFile, type DayFileOptions } from './day-file.ts';

export interface AppenderOptions extends DayFileOptions {
  readonly sealer: Sealer;
}

export interface Appender extends Pick<DayFile, 'writer' | 'isOwn' | 'written' | 'empty'> {
  append(lines: readonly UnchainedLine[]): Promise<void>;
  /** The last line of each chain that is in its file. */
  heads(): readonly ChainPoint[];
}

/** Writes lines to the file of their day and keeps the head of the chain, so that a cut end is noticed. Not for calls at once. */
export function createAppender(options: AppenderOptions): Appender {
  const { dir, sealer } = options;
  const chain = chainOf(sealer);
  const file = createDayFile(options);
  const ends = new Map<string, AuditLine>();

  const link = (unchained: readonly UnchainedLine[], writer: string): AuditLine[] => {
    let before = ends.get(writer);
    return unchained.map((line) => {
      const seq = before === undefined ? 0 : before.seq + 1;
      const linked = { ...line, writer, seq, prev: before?.hash ?? CHAIN_START };
      before = { ...linked, hash: chain(linked) };
      return before;
    });
  };
  const appendOfDay = async (day: string, unchained: readonly UnchainedLine[]): Promise<void> => {
    const writer = await file.open(day);
    const lines = link(unchained, writer);
    const end = lines.at(-1);
    if (end === undefined) return;
    await file.append(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    ends.set(writer, end);
    await writeHead(dir, sealer, { writer, seq: end.seq + 1, hash: end.hash });
  };

  return {
    append: async (unchained) => {
      for (const { day, lines } of byDay(unchained)) await appendOfDay(day, lines);
    },
    writer: file.writer,
    isOwn: file.isOwn,
    heads: () => [...ends.values()],
    written: file.written,
    empty: file.empty,
  };
}

interface LinesOfDay {
  readonly day: string;
  readonly lines: UnchainedLine[];
}

/** In the order in which they came: a clock that is set back may bring a day twice. */
function byDay(unchained: readonly UnchainedLine[]): LinesOfDay[] {
  const parts: LinesOfDay[] = [];
  for (const line of unchained) {
    const day = line.timestamp.slice(0, 10);
    const last = parts.at(-1);
    if (last?.day === day) last.lines.push(line);
    else parts.push({ day, lines: [line] });
  }
  return parts;
}

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
