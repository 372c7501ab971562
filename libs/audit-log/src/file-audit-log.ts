import { Fault } from '@ragfleet/kernel';
import type { AuditLog } from '@ragfleet/rag-core';
import type { Sealer } from '@ragfleet/sealing';
import { randomUUID } from 'node:crypto';
import { appendFile, mkdir, rename, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dayOf, fileOf, removeOldFiles } from './audit-files.ts';
import { type AuditLine, CHAIN_START, chainOf, lineOf, type UnchainedLine } from './audit-line.ts';

export interface FileAuditLogOptions {
  readonly dir: string;
  readonly sealer: Sealer;
  readonly retentionDays?: number;
  /** Names this process's chain. New for every start, so that no two processes write one file. */
  readonly writer?: string;
  readonly nowMs?: () => number;
}

export interface FileAuditLog extends AuditLog {
  /** Resolves when everything recorded so far is in its file. */
  flush(): Promise<void>;
}

const RETENTION_DAYS = 90;
/** Beyond this the disk is gone or far too slow: events are refused rather than kept in memory without end. */
const MAX_WAITING = 10_000;

interface Waiting {
  readonly line: UnchainedLine;
  readonly written: () => void;
  readonly failed: (fault: Fault) => void;
}

/**
 * Appends events to files, chained. `record` resolves when its line is in the file; lines that arrive meanwhile are
 * written together. Faults: unavailable (the disk), overloaded (too many lines wait).
 */
export function createFileAuditLog(options: FileAuditLogOptions): FileAuditLog {
  const { sealer, nowMs = Date.now, writer = randomUUID() } = options;
  const append = createAppender({ retentionDays: RETENTION_DAYS, ...options, writer, nowMs });
  let waiting: Waiting[] = [];
  let writing: Promise<void> | null = null;

  const writeAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        await append(batch.map(({ line }) => line));
        for (const { written } of batch) written();
      } catch (cause) {
        const fault = new Fault(
          'unavailable',
          'The audit log cannot be written. Check its folder and disk.',
          { cause },
        );
        for (const { failed } of batch) failed(fault);
      }
    }
    writing = null;
  };

  return {
    record: (event) => {
      if (waiting.length >= MAX_WAITING)
        return Promise.reject(new Fault('overloaded', 'Too many audit events wait to be written.'));
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      waiting.push({ line: lineOf(event, sealer, nowMs()), written: resolve, failed: reject });
      writing ??= writeAll();
      return promise;
    },
    flush: async () => {
      await writing;
    },
  };
}

type Append = (lines: readonly UnchainedLine[]) => Promise<void>;

/** Writes lines to the file of their day and keeps the head of the chain, so that a cut end is noticed. */
function createAppender(options: Required<FileAuditLogOptions>): Append {
  const { dir, sealer, writer, retentionDays, nowMs } = options;
  const chain = chainOf(sealer);
  let prev = CHAIN_START;
  let seq = 0;
  let today = '';
  let sizeBytes = 0;
  /** A file that may end in what a failed write has left there, and what of it is whole. */
  let torn: { readonly path: string; readonly wholeBytes: number } | null = null;

  const appendWhole = async (path: string, text: string): Promise<void> => {
    if (torn !== null) await truncate(torn.path, torn.wholeBytes);
    torn = { path, wholeBytes: sizeBytes };
    await appendFile(path, text, { mode: 0o600 });
    torn = null;
    sizeBytes += Buffer.byteLength(text);
  };

  return async (unchained) => {
    const day = dayOf(nowMs());
    if (day !== today) {
      await mkdir(dir, { recursive: true });
      await removeOldFiles(dir, retentionDays, nowMs());
      sizeBytes = await sizeOf(fileOf(dir, day, writer).path);
      today = day;
    }
    const head = { prev, seq };
    const lines = unchained.map((line): AuditLine => {
      const linked = { ...line, writer, seq: head.seq, prev: head.prev };
      const chained = { ...linked, hash: chain(linked) };
      head.prev = chained.hash;
      head.seq += 1;
      return chained;
    });
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    await appendWhole(fileOf(dir, day, writer).path, text);
    ({ prev, seq } = head);
    await writeHead(dir, sealer, writer, { seq, hash: prev });
  };
}

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

export const headPath = (dir: string, writer: string): string => join(dir, `audit-head-${writer}`);

/** The last line's number and hash, sealed, replaced in one step. */
async function writeHead(
  dir: string,
  sealer: Sealer,
  writer: string,
  head: { seq: number; hash: string },
): Promise<void> {
  const path = headPath(dir, writer);
  await writeFile(`${path}.new`, sealer.seal('fleet', 'audit', JSON.stringify({ writer, ...head })), {
    mode: 0o600,
  });
  await rename(`${path}.new`, path);
}
