import type { CacheEntry } from '@ragfleet/rag-core';

/** An entry that this process has opened. */
export interface OpenedEntry {
  /** Sealed, as the store had it. */
  readonly value: Buffer;
  readonly entry: CacheEntry;
  /** Until when and in which epoch of tracking it may be served without asking the store. */
  trust: Trust | null;
}

export interface Trust {
  readonly epoch: number;
  readonly untilMs: number;
}

/** Entries that this process has opened, those asked for again, within bounds. */
export interface OpenedEntries {
  get(key: string): OpenedEntry | undefined;
  /** Kept from the second time on: to keep what is never asked again costs more than to open it. */
  set(key: string, value: Buffer, entry: CacheEntry): void;
  /** True when it is kept, or would be at its next opening. */
  isAskedAgain(key: string): boolean;
  /** What was kept of a key whose value is another one now. It is asked for again all the same. */
  remove(key: string): void;
  clear(): void;
}

/** Of sealed bytes. With what is opened about 25 MB: 4,200 answers of 1 kB, 16 MB of them objects. */
const MAX_BYTES = 4_000_000;
/** Names alone, about 100 bytes each. What comes back after more others than these is taken for new. */
const MAX_SEEN_ONCE = 16_000;

/** Those used least lately leave. */
export function createOpenedEntries(maxBytes = MAX_BYTES): OpenedEntries {
  const opened = new Map<string, OpenedEntry>();
  const seenOnce = new Set<string>();
  let bytes = 0;
  const isAskedAgain = (key: string): boolean => opened.has(key) || seenOnce.has(key);
  const seen = (key: string): void => {
    seenOnce.add(key);
    const oldest = seenOnce.size > MAX_SEEN_ONCE ? seenOnce.keys().next().value : undefined;
    if (oldest !== undefined) seenOnce.delete(oldest);
  };
  const remove = (key: string): boolean => {
    bytes -= opened.get(key)?.value.length ?? 0;
    return opened.delete(key);
  };
  return {
    get: (key) => {
      const known = opened.get(key);
      if (known === undefined) return undefined;
      opened.delete(key);
      opened.set(key, known);
      return known;
    },
    set: (key, value, entry) => {
      if (!isAskedAgain(key)) return seen(key);
      seenOnce.delete(key);
      remove(key);
      // Copied: what came is a part of a larger read, and would hold all of it.
      opened.set(key, { value: Buffer.from(value), entry, trust: null });
      bytes += value.length;
      for (const oldest of opened.keys()) {
        if (bytes <= maxBytes) break;
        remove(oldest);
      }
    },
    isAskedAgain,
    remove: (key) => {
      if (remove(key)) seen(key);
    },
    clear: () => {
      for (const key of opened.keys()) remove(key);
    },
  };
}
