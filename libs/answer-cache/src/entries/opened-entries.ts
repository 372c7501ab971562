import type { CacheEntry } from '@ragfleet/rag-core';

/** Entries that this process has opened, for as long as the store still holds the very same bytes. */
export interface OpenedEntries {
  get(key: string, value: Buffer): CacheEntry | undefined;
  /** Kept from the second time on: to keep what is never asked again costs more than to open it. */
  set(key: string, value: Buffer, entry: CacheEntry): void;
}

/** Of sealed bytes; opened they take about four times as much. */
const MAX_BYTES = 4_000_000;
const MAX_SEEN_ONCE = 4_000;

/** Those used least lately leave. */
export function createOpenedEntries(maxBytes = MAX_BYTES): OpenedEntries {
  const opened = new Map<string, { readonly value: Buffer; readonly entry: CacheEntry }>();
  const seenOnce = new Set<string>();
  let bytes = 0;
  const isSeenAgain = (key: string): boolean => {
    if (opened.has(key) || seenOnce.delete(key)) return true;
    seenOnce.add(key);
    const oldest = seenOnce.size > MAX_SEEN_ONCE ? seenOnce.keys().next().value : undefined;
    if (oldest !== undefined) seenOnce.delete(oldest);
    return false;
  };
  const remove = (key: string): void => {
    bytes -= opened.get(key)?.value.length ?? 0;
    opened.delete(key);
  };
  return {
    get: (key, value) => {
      const known = opened.get(key);
      if (known === undefined || !known.value.equals(value)) return undefined;
      opened.delete(key);
      opened.set(key, known);
      return known.entry;
    },
    set: (key, value, entry) => {
      if (!isSeenAgain(key)) return;
      remove(key);
      // Copied: what came is a part of a larger read, and would hold all of it.
      opened.set(key, { value: Buffer.from(value), entry });
      bytes += value.length;
      for (const oldest of opened.keys()) {
        if (bytes <= maxBytes) break;
        remove(oldest);
      }
    },
  };
}
