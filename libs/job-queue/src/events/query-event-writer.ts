import type { Sealer } from '@ragfleet/sealing';
import type { AppendCommand } from './append-script.ts';
import type { QueryEventWriter } from './contract.ts';
import { type NewEvent, sealEvent } from './event-codec.ts';

export interface QueryEventWriterOptions {
  readonly append: (command: AppendCommand) => Promise<boolean>;
  readonly sealer: Sealer;
  readonly tenantId: string;
  readonly queryId: string;
  readonly attempt: number;
}

/** Long enough to pack tokens, short enough that text seems to flow. */
const PACK_MS = 30;

/**
 * The first event goes out at once; what comes while a write is under way, or within 30 ms after it, goes together.
 * Events are a convenience: when Redis refuses them the writer falls silent, and `done` brings the whole answer.
 */
export function createQueryEventWriter(options: QueryEventWriterOptions): QueryEventWriter {
  let pending: NewEvent[] = [];
  let writing: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let isSilent = false;

  const write = async (): Promise<void> => {
    const events = merged(pending);
    pending = [];
    isSilent = !(await send(options, events).catch(() => false));
  };
  const startWriting = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (pending.length === 0 || isSilent) return;
    writing = write().finally(() => {
      writing = null;
      timer = setTimeout(pack, PACK_MS);
    });
  };
  const pack = (): void => {
    timer = null;
    startWriting();
  };

  return {
    append: (type, data) => {
      if (isSilent) return;
      pending.push({ type, data });
      if (writing === null && timer === null) startWriting();
    },
    flush: async () => {
      await writing;
      startWriting();
      await writing;
      if (timer !== null) clearTimeout(timer);
      timer = null;
    },
  };
}

function send(options: QueryEventWriterOptions, events: readonly NewEvent[]): Promise<boolean> {
  const { append, sealer, tenantId, queryId, attempt } = options;
  const entries = events.flatMap((event) => [event.type, sealEvent(sealer, tenantId, event)]);
  return append({ tenantId, queryId, attempt, entries });
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
