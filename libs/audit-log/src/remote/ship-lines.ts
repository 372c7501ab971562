import { toFault } from '@ragfleet/kernel';
import { open, readFile, rename, stat, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type AuditFile, headPath, listFiles } from '../audit-files.ts';
import type { ChainPoint } from '../anchors.ts';
import { type AuditLine, parseLine } from '../audit-line.ts';
import type { FileAuditLog } from '../file-audit-log.ts';
import type { RemoteSink } from './contract.ts';

export interface ShipperObserver {
  /** Bytes that are here and not there yet. */
  readonly waiting: (bytes: number) => void;
  /** The service has refused lines for ever: they are gone. */
  readonly lost: (lines: number) => void;
  readonly failed: (error: unknown) => void;
}

export interface ShipperOptions {
  readonly dir: string;
  readonly log: Pick<FileAuditLog, 'writer' | 'written' | 'reclaim'>;
  readonly sink: Pick<RemoteSink, 'write'>;
  readonly observer: ShipperObserver;
  readonly nowMs?: () => number;
}

export interface Shipper {
  /** Sends everything that is here, oldest first. Faults of the sink: what was not sent stays. */
  ship(signal: AbortSignal): Promise<void>;
  /** Sends again and again until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
  waitingBytes(): number;
  /** The last line of this process that arrived. */
  head(): ChainPoint | null;
  /** Removes what this process keeps of its own, when all of it has arrived. Nothing may be written afterwards. */
  leave(): Promise<void>;
}

const MAX_LINES = 500;
const MAX_BYTES = 512 * 1024;
const PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 30_000;
/** Emptied when all of it has been sent: less is not worth the call. */
const RECLAIM_BYTES = 4 * 1024 * 1024;
/** Somebody who said nothing for so long has died; what they left is sent for them. */
const DEAD_MS = 5 * 60_000;

const shippedMark = z.object({ seq: z.int() });
const markPath = (dir: string, writer: string): string => join(dir, `audit-shipped-${writer}`);

/**
 * Sends audit files to a log service in the order of each chain, batch by batch, and removes what has arrived. The one
 * layer that tries again. A batch whose reply is lost goes twice.
 */
export function createShipper(options: ShipperOptions): Shipper {
  const { dir, log, sink, observer, nowMs = Date.now } = options;
  const offsets = new Map<string, number>();
  let waitingBytes = 0;
  let head: AuditLine | null = null;

  const sendBatch = async (
    writer: string,
    lines: readonly AuditLine[],
    signal: AbortSignal,
  ): Promise<void> => {
    const shipped = await seqOf(dir, writer);
    const fresh = lines.filter(({ seq }) => seq > shipped);
    const last = fresh.at(-1);
    if (last === undefined) return;
    const refused = await sink.write(fresh, signal);
    if (refused > 0) observer.lost(refused);
    if (writer === log.writer) head = last;
    await keep(markPath(dir, writer), JSON.stringify({ seq: last.seq }));
  };

  const shipFile = async (file: AuditFile, signal: AbortSignal): Promise<boolean> => {
    const endBytes = await lengthOf(file, log);
    let offset = offsets.get(file.path) ?? 0;
    if (offset > endBytes) offset = 0;
    for (;;) {
      const { lines, bytes } = await readBatch(file.path, offset, endBytes);
      if (bytes === 0) return offset >= endBytes || file.writer !== log.writer;
      await sendBatch(file.writer, lines, signal);
      offset += bytes;
      offsets.set(file.path, offset);
      waitingBytes = Math.max(0, waitingBytes - bytes);
      observer.waiting(waitingBytes);
    }
  };

  const tidy = async (file: AuditFile): Promise<void> => {
    const current = log.written();
    if (current?.path === file.path) {
      if (current.wholeBytes >= RECLAIM_BYTES && (await log.reclaim(offsets.get(file.path) ?? -1)))
        offsets.set(file.path, 0);
      return;
    }
    await unlink(file.path);
    offsets.delete(file.path);
    if (file.writer === log.writer) return;
    await removeMarks(dir, file.writer);
  };

  const ship = async (signal: AbortSignal): Promise<void> => {
    await keep(alivePath(dir, log.writer), '');
    const files = await filesToShip(dir, log.writer, nowMs());
    waitingBytes = await sumWaiting(files, offsets);
    observer.waiting(waitingBytes);
    for (const file of files) if (await shipFile(file, signal)) await tidy(file);
  };

  return {
    ship,
    run: async (signal) => {
      let pauseMs = PAUSE_MS;
      while (!signal.aborted) {
        try {
          await ship(signal);
          pauseMs = PAUSE_MS;
        } catch (error) {
          if (signal.aborted) return;
          observer.failed(toFault(error));
          pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS);
        }
        // Rejects when it is told to stop, which the loop sees.
        await sleep(pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
      }
    },
    waitingBytes: () => waitingBytes,
    head: () => head,
    leave: async () => {
      const current = log.written();
      const hasAll = current === null || offsets.get(current.path) === current.wholeBytes;
      if (!hasAll || waitingBytes > 0) return;
      if (current !== null) await removeIfThere(current.path);
      await removeMarks(dir, log.writer);
    },
  };
}

async function removeMarks(dir: string, writer: string): Promise<void> {
  const paths = [headPath(dir, writer), markPath(dir, writer), alivePath(dir, writer)];
  await Promise.all(paths.map((path) => unlink(path).catch(() => undefined)));
}

const alivePath = (dir: string, writer: string): string => join(dir, `audit-alive-${writer}`);

/** The files of this process, and of those that have died. */
async function filesToShip(dir: string, own: string, nowMs: number): Promise<AuditFile[]> {
  const files = await listFiles(dir);
  const dead = new Map<string, boolean>();
  for (const { writer, path } of files) {
    if (dead.has(writer) || writer === own) continue;
    const seenMs = Math.max(await changedMs(alivePath(dir, writer)), await changedMs(path));
    dead.set(writer, nowMs - seenMs > DEAD_MS);
  }
  return files.filter(({ writer }) => writer === own || dead.get(writer) === true);
}

const changedMs = (path: string): Promise<number> =>
  stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );

async function sumWaiting(
  files: readonly AuditFile[],
  offsets: ReadonlyMap<string, number>,
): Promise<number> {
  const sizes = await Promise.all(
    files.map(async ({ path }) => (await stat(path)).size - (offsets.get(path) ?? 0)),
  );
  return sizes.reduce((sum, size) => sum + Math.max(0, size), 0);
}

/** What of a file may be read: of one's own, no more than was written whole. */
async function lengthOf(file: AuditFile, log: ShipperOptions['log']): Promise<number> {
  const current = log.written();
  return current?.path === file.path ? current.wholeBytes : (await stat(file.path)).size;
}

interface Batch {
  readonly lines: readonly AuditLine[];
  /** Of the file, with line breaks. */
  readonly bytes: number;
}

async function readBatch(path: string, offset: number, endBytes: number): Promise<Batch> {
  const wanted = Math.min(MAX_BYTES, endBytes - offset);
  if (wanted <= 0) return { lines: [], bytes: 0 };
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(wanted), 0, wanted, offset);
  const lines: AuditLine[] = [];
  let bytes = 0;
  for (let end = buffer.indexOf(10); end >= 0 && end < bytesRead; end = buffer.indexOf(10, bytes)) {
    const line = parseLine(buffer.toString('utf8', bytes, end));
    if (line !== null) lines.push(line);
    bytes = end + 1;
    if (lines.length === MAX_LINES) break;
  }
  return { lines, bytes };
}

async function seqOf(dir: string, writer: string): Promise<number> {
  const text = await readFile(markPath(dir, writer), 'utf8').catch(() => null);
  // Without it, lines go twice, which does no harm.
  return (text === null ? undefined : shippedMark.safeParse(JSON.parse(text)).data?.seq) ?? -1;
}

async function keep(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text, { mode: 0o600 });
  await rename(`${path}.new`, path);
}

const removeIfThere = (path: string): Promise<void> => unlink(path).catch(() => undefined);
