/** Keeps this process from everything for some time, as a busy machine does. */
export function haltProcess(haltedMs: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, haltedMs);
}
