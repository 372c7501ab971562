import type { CacheEntry } from '@ragfleet/rag-core';
import type { Redis } from '@ragfleet/redis-connection';
import type { OpenedEntries } from '../entries/opened-entries.ts';
import type { KeyTracking } from './key-tracking.ts';

/** Opened entries that are served without asking the store, for as long as the server has not said that they changed. */
export interface NearCopies {
  get(key: string): CacheEntry | undefined;
  /** null when the key is to be read without more ado: nobody asks for it again, nothing would be heard, or it is being read. */
  watch(key: string): Watch | null;
  /** To be called before and after this process changes a key. */
  forget(key: string): void;
}

/** One reading, from before it is sent until its reply is dealt with. */
export interface Watch {
  readonly redis: Redis;
  /**
   * Of the entry that was read meanwhile and is kept opened. Not when it was said to have changed since: the reply may be
   * older than that.
   */
  trust(entry: CacheEntry, leftMs: number): void;
  end(): void;
}

/**
 * A copy is confirmed by a read at the latest after this, whatever was heard. A message that is lost shows within three
 * seconds, because tracking proves itself; this is for what no proof sees, such as a proxy that keeps some keys elsewhere.
 */
const TRUSTED_MS = 30_000;

export interface NearCopiesOptions {
  readonly tracking: KeyTracking;
  readonly opened: OpenedEntries;
  /** Milliseconds that never go back. */
  readonly nowMs?: () => number;
}

export function createNearCopies({
  tracking,
  opened,
  nowMs = () => performance.now(),
}: NearCopiesOptions): NearCopies {
  /** Readings under way by their key; true when it has changed meanwhile. */
  const watched = new Map<string, boolean>();
  const forget = (key: string): void => {
    opened.remove(key);
    if (watched.has(key)) watched.set(key, true);
  };
  tracking.onChanged((keys) => {
    // Readings under way are of another epoch then.
    if (keys === 'all') opened.clear();
    else for (const key of keys) forget(key);
  });
  return {
    get: (key) => {
      const epoch = tracking.epoch();
      if (epoch === 0) return undefined;
      const known = opened.get(key);
      const isTrusted = known?.trust?.epoch === epoch && nowMs() < known.trust.untilMs;
      return isTrusted ? known.entry : undefined;
    },
    watch: (key) => {
      const redis = tracking.reader();
      if (redis === null || watched.has(key) || !opened.isAskedAgain(key)) return null;
      const epoch = tracking.epoch();
      const sentAtMs = nowMs();
      watched.set(key, false);
      return {
        redis,
        trust: (entry, leftMs) => {
          const known = opened.get(key);
          const hasChanged = watched.get(key) !== false || tracking.epoch() !== epoch;
          if (known?.entry !== entry || hasChanged) return;
          known.trust = { epoch, untilMs: sentAtMs + Math.min(TRUSTED_MS, leftMs) };
        },
        end: () => void watched.delete(key),
      };
    },
    forget,
  };
}
