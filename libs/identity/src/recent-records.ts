import type { Clock } from '@ragfleet/kernel';

/** Records that were used a moment ago, and the loads under way, so that a busy one costs one read per few seconds. */
export interface RecentRecords<Item> {
  get(id: string): Promise<Item | null>;
  /** Out of memory alone; null when it was not used a moment ago. */
  remembered(id: string): Item | null;
  /** Asks anew, whatever is remembered. */
  load(id: string): Promise<Item | null>;
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

  const remembered = (id: string): Item | null => {
    const entry = known.get(id);
    return entry !== undefined && clock.monotonicMs() < entry.untilMs ? entry.record : null;
  };
  const loadOnce = (id: string): Promise<Item | null> => {
    const pending = loading.get(id) ?? fetch(id).finally(() => loading.delete(id));
    loading.set(id, pending);
    return pending;
  };
  return { remembered, load: loadOnce, get: async (id) => remembered(id) ?? (await loadOnce(id)) };
}
