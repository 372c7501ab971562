import { getHeapStatistics } from 'node:v8';

/** Parts of what there is, 0 to 1. */
export interface MemoryShares {
  /** What is in the JavaScript heap, garbage included, of its limit. */
  readonly heap: number;
  /** What the process takes of the machine, of what its container may; 0 where nothing limits it. */
  readonly process: number;
}

export interface MemoryWatchOptions {
  /** Called once, after a whole window above the limit. */
  readonly onFull: (shares: MemoryShares) => void;
  readonly read?: () => MemoryShares;
  readonly intervalMs?: number;
}

const FULL_SHARE = 0.8;
const INTERVAL_MS = 5_000;
/** Half a minute: as near to its limit as that, the heap is collected more often, so what stays above is in use. */
const FULL_LOOKS = 6;
/** A process that is full from its start on is not helped by another start. */
const LOOKS_OF_A_START = 12;

/**
 * Watches that a process does not come to the end of its memory, where it would be killed in the middle of its work:
 * what holds 80 % for half a minute calls `onFull` while there is still time to hand work back. Returns how to end it.
 */
export function watchMemory({
  onFull,
  read = readMemory,
  intervalMs = INTERVAL_MS,
}: MemoryWatchOptions): () => void {
  let looks = 0;
  let fullLooks = 0;
  const timer = setInterval(() => {
    const shares = read();
    looks += 1;
    fullLooks = Math.max(shares.heap, shares.process) > FULL_SHARE ? fullLooks + 1 : 0;
    if (fullLooks < FULL_LOOKS || looks < LOOKS_OF_A_START) return;
    clearInterval(timer);
    onFull(shares);
  }, intervalMs).unref();
  return () => clearInterval(timer);
}

function readMemory(): MemoryShares {
  const { used_heap_size: usedBytes, heap_size_limit: limitBytes } = getHeapStatistics();
  const allowedBytes = process.constrainedMemory();
  return {
    heap: usedBytes / limitBytes,
    // 0 says that nothing is known, an enormous number that nothing limits it.
    process: allowedBytes > 0 ? process.memoryUsage.rss() / allowedBytes : 0,
  };
}
