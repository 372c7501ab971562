import { Fault } from '@ragfleet/kernel';

/** Waits for what comes piece by piece, on behalf of one caller. */
export interface PieceWatch {
  /** Aborts with the caller's reason, and when the watch lets go. */
  readonly signal: AbortSignal;
  /** The piece; a `timeout` Fault when it takes longer; the caller's reason when that comes first. */
  within<T>(limitMs: number, piece: () => Promise<T>): Promise<T>;
  /** Nothing is waited for any more. Aborts the signal unless the source has ended by itself. */
  end(hasEnded: boolean): void;
}

/** One controller and one listener for all pieces of a stream: its tokens are many, and a budget for each costs more than they do. */
export function watchPieces(caller: AbortSignal): PieceWatch {
  const call = new AbortController();
  let fail: (reason: unknown) => void = () => undefined;
  const onAbort = (): void => {
    fail(caller.reason);
    call.abort(caller.reason);
  };
  if (caller.aborted) onAbort();
  else caller.addEventListener('abort', onAbort, { once: true });
  return {
    signal: call.signal,
    within: <T>(limitMs: number, piece: () => Promise<T>): Promise<T> => {
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      if (caller.aborted) {
        reject(caller.reason);
        return promise;
      }
      const timer = setTimeout(() => reject(late(limitMs)), limitMs);
      fail = (reason) => {
        clearTimeout(timer);
        reject(reason);
      };
      try {
        piece().then((value) => {
          clearTimeout(timer);
          resolve(value);
        }, fail);
      } catch (error) {
        fail(error);
      }
      return promise;
    },
    end: (hasEnded) => {
      caller.removeEventListener('abort', onAbort);
      if (!hasEnded && !call.signal.aborted)
        call.abort(new Fault('canceled', 'The answer is not read any further.'));
    },
  };
}

const late = (limitMs: number): Fault =>
  new Fault('timeout', `A step took longer than its budget of ${limitMs} ms.`);
