import type { Clock } from '@ragfleet/kernel';
import type { KeyRecord } from './key-records.ts';

/** The records of keys that were used a moment ago, and the loads under way, so that a busy key costs one read per few seconds. */
export interface RecentRecords {
  get(keyId: string): Promise<KeyRecord | null>;
}

export interface RecentRecordsOptions {
  readonly load: (keyId: string) => Promise<KeyRecord | null>;
  readonly clock: Clock;
  readonly ttlMs: number;
  readonly maxRecords: number;
}

/** Unknown ids are not remembered: they would let a stranger push the known ones out. */
export function createRecentRecords({ load, clock, ttlMs, maxRecords }: RecentRecordsOptions): RecentRecords {
  const known = new Map<string, { readonly record: KeyRecord; readonly untilMs: number }>();
  const loading = new Map<string, Promise<KeyRecord | null>>();

  const fetch = async (keyId: string): Promise<KeyRecord | null> => {
    const askedAtMs = clock.monotonicMs();
    const record = await load(keyId);
    known.delete(keyId);
    if (record === null) return null;
    const oldest = known.size >= maxRecords ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
    // Counted from the question, not the reply: a revocation that overtook the reply still acts in time.
    known.set(keyId, { record, untilMs: askedAtMs + ttlMs });
    return record;
  };

  return {
    get: async (keyId) => {
      const entry = known.get(keyId);
      if (entry !== undefined && clock.monotonicMs() < entry.untilMs) return entry.record;
      const pending = loading.get(keyId) ?? fetch(keyId).finally(() => loading.delete(keyId));
      loading.set(keyId, pending);
      return pending;
    },
  };
}
