import { Fault, toFault } from '@ragfleet/kernel';
import type { AuditEvent, AuditLog } from '@ragfleet/rag-core';
import type { Sealer } from '@ragfleet/sealing';
import { randomUUID } from 'node:crypto';
import type { ChainPoint } from './anchors.ts';
import { type Appender, createAppender } from './append-lines.ts';
import { lineOf, type UnchainedLine } from './audit-line.ts';
import { createEventIds } from './event-ids.ts';
import type { AuditPeople } from './people/contract.ts';

export interface FileAuditLogOptions {
  readonly dir: string;
  readonly sealer: Sealer;
  readonly people: Pick<AuditPeople, 'pseudonymOf'>;
  /** null keeps files until somebody removes them. */
  readonly retentionDays?: number | null;
  /** Names this process's first chain. New for every start, so that no two processes write one file. */
  readonly writer?: string;
  readonly nowMs?: () => number;
  /** Rejects when no more may be written now. */
  readonly guard?: () => Promise<void>;
}

export interface FileAuditLog extends AuditLog {
  /** Names the chain that is written now. */
  readonly writer: string;
  /** Whether it names a chain of this process, also one that has ended. */
  readonly isOwn: (writer: string) => boolean;
  /** Resolves when everything recorded so far is in its file. */
  flush(): Promise<void>;
  /** The last line of each chain of this process that is in its file. */
  heads(): readonly ChainPoint[];
  /** The file that is written now, and what of it holds whole lines. */
  written(): ReturnType<Appender['written']>;
  /** Empties the file that is written now, when it is exactly this long: all of it was taken elsewhere. */
  reclaim(wholeBytes: number): Promise<boolean>;
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
 * written together. Faults: unavailable (the disk), overloaded (too many lines wait), and those of the guard.
 */
export function createFileAuditLog(options: FileAuditLogOptions): FileAuditLog {
  const { sealer, people, nowMs = Date.now, writer = randomUUID(), guard } = options;
  const appender = createAppender({ retentionDays: RETENTION_DAYS, ...options, writer, nowMs });
  const nextId = createEventIds();
  let waiting: Waiting[] = [];
  let naming = 0;
  let writing: Promise<void> | null = null;

  const writeAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      // Awaited also where there is none: `writing` is set before this can end, and what one question records is one batch.
      const refused = await guard?.().then(
        () => null,
        (cause: unknown) => ({ cause }),
      );
      const batch = waiting;
      waiting = [];
      await settleAll(batch, async () => {
        if (refused) throw refused.cause;
        await appender.append(linesOf(batch));
      });
    }
    writing = null;
  };
  const enqueue = (event: AuditEvent, names: EventNames): Promise<void> => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const atMs = nowMs();
    const line = lineOf(event, { sealer, ...names, eventId: nextId(atMs), nowMs: atMs });
    waiting.push({ line, written: resolve, failed: reject });
    writing ??= writeAll();
    return promise;
  };

  return {
    get writer() {
      return appender.writer();
    },
    isOwn: appender.isOwn,
    record: async (event) => {
      if (waiting.length + naming >= MAX_WAITING)
        throw new Fault('overloaded', 'Too many audit events wait to be written.');
      naming += 1;
      const names = await namesOf(people, event).finally(() => (naming -= 1));
      await enqueue(event, names);
    },
    flush: async () => {
      await writing;
    },
    heads: () => appender.heads(),
    written: () => appender.written(),
    reclaim: async (wholeBytes) => {
      if (writing !== null || appender.written()?.wholeBytes !== wholeBytes) return false;
      const emptied = appender.empty();
      // What arrives meanwhile is written behind it.
      writing = emptied.then(writeAll, writeAll);
      await emptied;
      return true;
    },
  };
}

const linesOf = (batch: readonly Waiting[]): UnchainedLine[] => batch.map(({ line }) => line);

/** Tells everybody who waits for a batch what came of it. */
async function settleAll(batch: readonly Waiting[], write: () => Promise<void>): Promise<void> {
  try {
    await write();
    for (const { written } of batch) written();
  } catch (cause) {
    const fault = writeFault(cause);
    for (const { failed } of batch) failed(fault);
  }
}

interface EventNames {
  readonly pseudonym: string;
  readonly subject: string | null;
}

async function namesOf(
  people: Pick<AuditPeople, 'pseudonymOf'>,
  { principal: { tenantId, principalId }, subjectId }: AuditEvent,
): Promise<EventNames> {
  const pseudonym = await people.pseudonymOf(tenantId, principalId);
  const subject = subjectId === undefined ? null : await people.pseudonymOf(tenantId, subjectId);
  return { pseudonym, subject };
}

function writeFault(cause: unknown): Fault {
  if (cause instanceof Fault) return toFault(cause);
  return new Fault('unavailable', 'The audit log cannot be written. Check its folder and disk.', { cause });
}
