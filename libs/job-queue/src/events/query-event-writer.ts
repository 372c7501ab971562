import type { Sealer } from '@ragfleet/sealing';
import type { AppendCommand } from './append-script.ts';
import type { QueryEventWriter } from './contract.ts';
import { type BatchTimer, createBatchTimer } from './create-batch-timer.ts';
import { type NewEvent, sealEvent } from './event-codec.ts';

export interface QueryEventWriterOptions {
  readonly append: (command: AppendCommand) => Promise<boolean>;
  readonly sealer: Sealer;
  readonly tenantId: string;
  readonly queryId: string;
  readonly attempt: number;
  /** Shared by all writers of the process. */
  readonly batchTimer: BatchTimer;
}

/** Long enough to pack tokens, short enough that text seems to flow. */
const PACK_MS = 30;

/** For the writers of one process: what they write within 30 ms goes to Redis together. */
export const createEventBatchTimer = (): BatchTimer => createBatchTimer(PACK_MS);

/**
 * The first event goes out at once, with what is appended in the same turn: a cached answer and its citations are one
 * write. What comes while a write is under way goes together, and the later ones leave with those of the other queries: a
 * write by itself costs the process three times as much as one among ten.
 * Events are a convenience: when Redis refuses them the writer falls silent, and `done` brings the whole answer.
 */
export function createQueryEventWriter(options: QueryEventWriterOptions): QueryEventWriter {
  let pending: NewEvent[] = [];
  let batch = 0;
  let writing: Promise<void> | null = null;
  let hasWritten = false;
  let isWaiting = false;
  let isSilent = false;

  const write = async (): Promise<void> => {
    const events = merged(pending);
    pending = [];
    batch += 1;
    isSilent = !(await send(options, batch, events).catch(() => false));
  };
  const startWriting = (): void => {
    if (pending.length === 0 || isSilent) return;
    hasWritten = true;
    writing = write().finally(() => {
      writing = null;
      if (pending.length > 0) writeSoon();
    });
  };
  const onBeat = (): void => {
    isWaiting = false;
    if (writing === null) startWriting();
  };
  const writeSoon = (): void => {
    if (isWaiting) return;
    isWaiting = true;
    if (hasWritten) options.batchTimer.join(onBeat);
    else queueMicrotask(onBeat);
  };

  return {
    append: (type, data) => {
      if (isSilent) return;
      pending.push({ type, data });
      if (writing === null) writeSoon();
    },
    flush: async () => {
      await writing;
      startWriting();
      await writing;
    },
  };
}

async function send(
  options: QueryEventWriterOptions,
  batch: number,
  events: readonly NewEvent[],
): Promise<boolean> {
  const { append, sealer, tenantId, queryId, attempt } = options;
  const entries = events.flatMap((event) => [event.type, sealEvent(sealer, tenantId, event)]);
  return append({ tenantId, queryId, attempt, batch, entries });
}

/** Neighbouring tokens of one run become one event. */
export function merged(events: readonly NewEvent[]): NewEvent[] {
  const packed: NewEvent[] = [];
  for (const event of events) {
    const last = packed.at(-1);
    if (last !== undefined && continues(last, event)) {
      packed[packed.length - 1] = {
        ...last,
        data: { ...last.data, text: `${textOf(last)}${textOf(event)}` },
      };
    } else packed.push(event);
  }
  return packed;
}

const continues = (last: NewEvent, next: NewEvent): boolean =>
  last.type === 'token' && next.type === 'token' && last.data['run'] === next.data['run'];

const textOf = ({ data }: NewEvent): string => (typeof data['text'] === 'string' ? data['text'] : '');
