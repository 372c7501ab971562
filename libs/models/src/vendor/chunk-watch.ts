import { Fault } from '@ragfleet/kernel';

export interface ChunkTimers {
  /** From the request to the first chunk, connection and headers included. */
  readonly firstChunkMs: number;
  /** Between two chunks. The vendors' own timers end at the headers: a stalled stream would hang for ever. */
  readonly idleMs: number;
}

/** A signal that aborts with a `timeout` Fault when the stream goes quiet. Dispose it when the stream has ended. */
export interface ChunkWatch extends Disposable {
  readonly signal: AbortSignal;
  /** A chunk has come, or is waited for again. */
  touch(): void;
  /** Nobody waits for a chunk: the reader is busy with the last one. */
  rest(): void;
}

export function watchChunks({ firstChunkMs, idleMs }: ChunkTimers): ChunkWatch {
  const controller = new AbortController();
  const expire = (message: string): void => controller.abort(new Fault('timeout', message));
  let timer = setTimeout(() => expire('The model did not begin its answer in time.'), firstChunkMs);
  const rest = (): void => clearTimeout(timer);
  return {
    signal: controller.signal,
    touch: () => {
      rest();
      timer = setTimeout(() => expire('The model stopped in the middle of its answer.'), idleMs);
    },
    rest,
    [Symbol.dispose]: rest,
  };
}
