import { Fault } from '@ragfleet/kernel';

/** Ends work that stands still, and leaves alone what moves on. Dispose it when the work has ended. */
export interface ProgressWatch extends Disposable {
  /** Aborts with a `timeout` Fault after the time without a note, or with the reason of the work's own signal. */
  readonly signal: AbortSignal;
  /** Something was brought about: the time begins anew. */
  note(): void;
}

export function watchProgress(work: AbortSignal, maxSilentMs: number): ProgressWatch {
  const silence = new AbortController();
  const timer = setTimeout(
    () => silence.abort(new Fault('timeout', `Nothing has come of this attempt for ${maxSilentMs} ms.`)),
    maxSilentMs,
  ).unref();
  let isOver = false;
  return {
    signal: AbortSignal.any([work, silence.signal]),
    note: () => {
      // A timer that was cleared would begin anew.
      if (!isOver) timer.refresh();
    },
    [Symbol.dispose]: () => {
      isOver = true;
      clearTimeout(timer);
    },
  };
}
