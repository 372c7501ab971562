import { Fault } from '@ragfleet/kernel';
import { type ExtractionProcess, startExtractionProcess } from './extraction-process.ts';

export interface ProcessPoolOptions {
  readonly processes: number;
  readonly maxWaiting: number;
  readonly maxWaitMs: number;
  readonly maxProcessBytes: number;
  /** How long a process that nobody needs keeps its memory. */
  readonly idleMs: number;
}

export interface ProcessPool {
  /** A process for one file, in turn. Fault `overloaded` when too many wait, or for too long. */
  acquire(signal: AbortSignal): Promise<ExtractionProcess>;
  /** One that died is replaced when it is needed again. */
  release(reader: ExtractionProcess): void;
  close(): void;
}

interface Waiter {
  readonly give: (reader: ExtractionProcess) => void;
  readonly refuse: (why: unknown) => void;
}

export function createProcessPool(options: ProcessPoolOptions): ProcessPool {
  const idle: ExtractionProcess[] = [];
  const busy = new Set<ExtractionProcess>();
  const waiting: Waiter[] = [];
  let idleTimer: NodeJS.Timeout | undefined;
  let isClosed = false;

  const take = (): ExtractionProcess | null => {
    if (busy.size >= options.processes) return null;
    clearTimeout(idleTimer);
    let reader = idle.pop();
    while (reader !== undefined && !reader.isFit) reader = idle.pop();
    reader ??= startExtractionProcess(options.maxProcessBytes);
    busy.add(reader);
    return reader;
  };
  const endIdle = (): void => {
    for (const reader of idle.splice(0)) reader.kill(closed());
  };
  const keep = (reader: ExtractionProcess): void => {
    if (isClosed || !reader.isFit) reader.kill(closed());
    else idle.push(reader);
  };

  return {
    acquire: async (signal) => {
      signal.throwIfAborted();
      if (isClosed) throw closed();
      const reader = waiting.length === 0 ? take() : null;
      if (reader !== null) return reader;
      if (waiting.length >= options.maxWaiting) throw overloaded();
      return turnIn(waiting, options.maxWaitMs, signal);
    },
    release: (reader) => {
      busy.delete(reader);
      keep(reader);
      const next = isClosed ? undefined : waiting.shift();
      const free = next === undefined ? null : take();
      if (free !== null) next?.give(free);
      if (busy.size === 0) idleTimer = setTimeout(endIdle, options.idleMs).unref();
    },
    close: () => {
      isClosed = true;
      clearTimeout(idleTimer);
      for (const waiter of waiting.splice(0)) waiter.refuse(closed());
      for (const reader of busy) reader.kill(closed());
      endIdle();
    },
  };
}

/** Waits at the end of the line, until the signal or the clock ends it. */
async function turnIn(waiting: Waiter[], maxWaitMs: number, signal: AbortSignal): Promise<ExtractionProcess> {
  const { promise, resolve, reject } = Promise.withResolvers<ExtractionProcess>();
  const waiter: Waiter = { give: resolve, refuse: reject };
  const leave = (why: unknown): void => {
    const at = waiting.indexOf(waiter);
    if (at === -1) return;
    waiting.splice(at, 1);
    waiter.refuse(why);
  };
  const onAbort = (): void => leave(signal.reason);
  const timer = setTimeout(() => leave(overloaded()), maxWaitMs);
  signal.addEventListener('abort', onAbort, { once: true });
  waiting.push(waiter);
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

const overloaded = (): Fault =>
  new Fault('overloaded', 'Too many files wait to be read. Send this one again later.', {
    retryAfterMs: 5_000,
  });
const closed = (): Fault => new Fault('canceled', 'The reading of files was ended.');
