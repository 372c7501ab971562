import type { Clock } from '@ragfleet/kernel';

/** Records that were used a moment ago, and the loads under way, so that a busy one costs one read per few seconds. */
export interface RecentRecords<Item> {
  get(id: string): Promise<Item | null>;
  /** The next `get` reads anew. */
  forget(id: string): void;
}

export interface RecentRecordsOptions<Item> {
  readonly load: (id: string) => Promise<Item | null>;
  readonly clock: Clock;
  readonly ttlMs: number;
  readonly maxRecords: number;
}

/** Unknown ids are not remembered: they would let a stranger push the known ones out. */
export function createRecentRecords<Item>({
  load,
  clock,
  ttlMs,
  maxRecords,
}: RecentRecordsOptions<Item>): RecentRecords<Item> {
  const known = new Map<string, { readonly record: Item; readonly untilMs: number }>();
  const loading = new Map<string, Promise<Item | null>>();

  const fetch = async (id: string): Promise<Item | null> => {
    const askedAtMs = clock.monotonicMs();
    const record = await load(id);
    known.delete(id);
    if (record === null) return null;
    const oldest = known.size >= maxRecords ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
    // Counted from the question, not the reply: a revocation that overtook the reply still acts in time.
    known.set(id, { record, untilMs: askedAtMs + ttlMs });
    return record;
  };

  return {
    get: async (id) => {
      const entry = known.get(id);
      if (entry !== undefined && clock.monotonicMs() < entry.untilMs) return entry.record;
      const pending = loading.get(id) ?? fetch(id).finally(() => loading.delete(id));
      loading.set(id, pending);
      return pending;
    },
    forget: (id) => void known.delete(id),
  };
}
