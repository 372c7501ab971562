import { toFault } from '@ragfleet/kernel';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditFile } from '../audit-files.ts';
import type { ChainPoint } from '../anchors.ts';
import type { AuditLine } from '../audit-line.ts';
import type { FileAuditLog } from '../file-audit-log.ts';
import type { RemoteSink } from './contract.ts';
import {
  filesToShip,
  isDead,
  lengthOf,
  markAlive,
  markShipped,
  readBatch,
  removeIfThere,
  removeMarks,
  shippedSeq,
  sumWaiting,
} from './waiting-files.ts';

export interface ShipperObserver {
  /** Bytes that are here and not there yet. */
  readonly waiting: (bytes: number) => void;
  /** The service has refused lines for ever: they are gone. */
  readonly lost: (lines: number) => void;
  readonly failed: (error: unknown) => void;
}

export interface ShipperOptions {
  readonly dir: string;
  readonly log: Pick<FileAuditLog, 'writer' | 'isOwn' | 'written' | 'reclaim'>;
  readonly sink: Pick<RemoteSink, 'write'>;
  readonly observer: ShipperObserver;
  readonly nowMs?: () => number;
}

export interface Shipper {
  /** Sends everything that is here, oldest first, after whatever is being sent. Faults of the sink: what was not sent stays. */
  ship(signal: AbortSignal): Promise<void>;
  /** Sends again and again until the signal aborts. */
  run(signal: AbortSignal): Promise<void>;
  waitingBytes(): number;
  /** The last line of each chain of this process that arrived. */
  heads(): readonly ChainPoint[];
  /** Removes what this process keeps of its own, when all of it has arrived. Nothing may be written afterwards. */
  leave(): Promise<void>;
}

const PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 30_000;
/** Emptied when all of it has been sent: less is not worth the call. */
const RECLAIM_BYTES = 4 * 1024 * 1024;

/**
 * Sends audit files to a log service in the order of each chain, batch by batch, and removes what has arrived. The one
 * layer that tries again. A batch whose reply is lost goes twice.
 */
export function createShipper(options: ShipperOptions): Shipper {
  const { dir, log, observer, nowMs = Date.now } = options;
  let waitingBytes = 0;
  let seen = log.written();
  const sending = createSending(options, (bytes) => {
    waitingBytes = Math.max(0, waitingBytes - bytes);
    observer.waiting(waitingBytes);
  });
  const shipOnce = async (signal: AbortSignal): Promise<void> => {
    await markAlive(dir, log.writer);
    const files = await filesToShip(dir, log.isOwn, nowMs());
    forgetOthers(sending.offsets, files);
    seen = log.written();
    waitingBytes = await sumWaiting(files, sending.offsets);
    observer.waiting(waitingBytes);
    for (const file of files)
      if (await sending.send(file, signal)) await tidy(options, sending.offsets, file);
  };
  let last = Promise.resolve();
  // Two at a time would send the same lines twice.
  const ship = (signal: AbortSignal): Promise<void> => {
    const next = last.then(() => shipOnce(signal));
    last = next.catch(() => undefined);
    return next;
  };
  return {
    ship,
    run: (signal) => repeat(() => ship(signal), observer.failed, signal),
    waitingBytes: () => {
      const current = log.written();
      const before = current?.path === seen?.path ? (seen?.wholeBytes ?? 0) : 0;
      return waitingBytes + Math.max(0, (current?.wholeBytes ?? 0) - before);
    },
    heads: () => sending.heads(),
    leave: async () => {
      const current = log.written();
      const hasAll = current === null || (sending.offsets.get(current.path) ?? 0) === current.wholeBytes;
      if (!hasAll || waitingBytes > 0) return;
      if (current !== null) await removeIfThere(current.path);
      await removeMarks(dir, log.writer);
    },
  };
}

interface Sending {
  /** How far each file was sent. */
  readonly offsets: Map<string, number>;
  /** True when all of the file has arrived. */
  send(file: AuditFile, signal: AbortSignal): Promise<boolean>;
  heads(): readonly ChainPoint[];
}

function createSending(
  { dir, log, sink, observer }: ShipperOptions,
  onSent: (bytes: number) => void,
): Sending {
  const offsets = new Map<string, number>();
  const heads = new Map<string, AuditLine>();
  const sendBatch = async (
    writer: string,
    lines: readonly AuditLine[],
    signal: AbortSignal,
  ): Promise<void> => {
    const shipped = await shippedSeq(dir, writer);
    const fresh = lines.filter(({ seq }) => seq > shipped);
    const last = fresh.at(-1);
    if (last === undefined) return;
    const refused = await sink.write(fresh, signal);
    if (refused > 0) observer.lost(refused);
    if (log.isOwn(writer)) heads.set(writer, last);
    await markShipped(dir, writer, last.seq);
  };
  return {
    offsets,
    send: async ({ path, writer, day }, signal) => {
      const endBytes = await lengthOf({ path, writer, day }, log);
      let offset = offsets.get(path) ?? 0;
      for (;;) {
        const { lines, bytes } = await readBatch(path, { offset, endBytes });
        // Of the dead, half a line may be left, of which nobody was told that it was written.
        if (bytes === 0) return offset >= endBytes || writer !== log.writer;
        await sendBatch(writer, lines, signal);
        // A long backlog takes longer than a process may be silent.
        await markAlive(dir, log.writer);
        offset += bytes;
        offsets.set(path, offset);
        onSent(bytes);
      }
    },
    heads: () => [...heads.values()],
  };
}

/** Whoever was taken for dead and lives may empty their file: how far it was sent says nothing any more. */
function forgetOthers(offsets: Map<string, number>, files: readonly AuditFile[]): void {
  const paths = new Set(files.map(({ path }) => path));
  for (const path of offsets.keys()) if (!paths.has(path)) offsets.delete(path);
}

/** Removes a file that has arrived; that which is still written is emptied when it is long. */
async function tidy(
  { dir, log, nowMs = Date.now }: ShipperOptions,
  offsets: Map<string, number>,
  file: AuditFile,
): Promise<void> {
  const { path, writer } = file;
  const current = log.written();
  if (current?.path === path) {
    const isLong = current.wholeBytes >= RECLAIM_BYTES;
    if (isLong && (await log.reclaim(offsets.get(path) ?? -1))) offsets.set(path, 0);
    return;
  }
  // Lines may have come behind the end that was sent: of this process before it opened another file, of others while they live.
  const isOver = log.isOwn(writer)
    ? (await lengthOf(file, log)) === (offsets.get(path) ?? 0)
    : await isDead(dir, file, nowMs());
  if (!isOver) return;
  await removeIfThere(path);
  offsets.delete(path);
  if (writer !== log.writer) await removeMarks(dir, writer);
}

async function repeat(
  work: () => Promise<void>,
  onFailure: (error: unknown) => void,
  signal: AbortSignal,
): Promise<void> {
  let pauseMs = PAUSE_MS;
  while (!signal.aborted) {
    try {
      await work();
      pauseMs = PAUSE_MS;
    } catch (error) {
      if (signal.aborted) return;
      onFailure(toFault(error));
      pauseMs = Math.min(pauseMs * 2, MAX_PAUSE_MS);
    }
    // Rejects when it is told to stop, which the loop sees.
    await sleep(pauseMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
