import { Fault } from '@ragfleet/kernel';

export interface ChunkTimers {
  /** From the request to the first chunk, connection and headers included. */
  readonly firstChunkMs: number;
  /** Between two chunks. The vendors' own timers end at the headers: a stalled stream would hang for ever. */
  readonly idleMs: number;
}

/** A signal that aborts with its caller, and with a `timeout` Fault when the stream goes quiet. Dispose it when the stream has ended. */
export interface ChunkWatch extends Disposable {
  readonly signal: AbortSignal;
  /** A chunk has come, or is waited for again. */
  touch(): void;
  /** Nobody waits for a chunk: the reader is busy with the last one. */
  rest(): void;
}

export function watchChunks({ firstChunkMs, idleMs }: ChunkTimers, caller: AbortSignal): ChunkWatch {
  // One controller for both ends: a signal of two others costs more than all that a short answer's chunks do.
  const controller = new AbortController();
  const leave = (): void => controller.abort(caller.reason);
  if (caller.aborted) leave();
  else caller.addEventListener('abort', leave, { once: true });

  let isAwaited = true;
  const expire = (message: string): void => {
    if (isAwaited) controller.abort(new Fault('timeout', message));
  };
  const first = setTimeout(() => expire('The model did not begin its answer in time.'), firstChunkMs);
  let idle: NodeJS.Timeout | undefined;
  return {
    signal: controller.signal,
    touch: () => {
      isAwaited = true;
      // Moved on, not made anew, for every chunk.
      idle =
        idle?.refresh() ?? setTimeout(() => expire('The model stopped in the middle of its answer.'), idleMs);
    },
    rest: () => {
      isAwaited = false;
      clearTimeout(first);
    },
    [Symbol.dispose]: () => {
      clearTimeout(first);
      clearTimeout(idle);
      caller.removeEventListener('abort', leave);
    },
  };
}
