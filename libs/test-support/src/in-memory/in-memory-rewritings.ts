import type { KeptRewriting, Rewritings } from '@ragfleet/rag-core';

interface Kept {
  readonly rewriting: KeptRewriting;
  readonly untilMs: number;
}

export interface InMemoryRewritings extends Rewritings {
  /** All that was ever kept, oldest first. */
  readonly kept: readonly KeptRewriting[];
}

/** Rewritten follow-ups in this process. */
export function createInMemoryRewritings(): InMemoryRewritings {
  const byName = new Map<string, Kept>();
  const kept: KeptRewriting[] = [];
  const nameOf = (tenantId: string, id: string): string => JSON.stringify([tenantId, id]);
  const alive = (tenantId: string, id: string): KeptRewriting | null => {
    const found = byName.get(nameOf(tenantId, id));
    return found !== undefined && found.untilMs > Date.now() ? structuredClone(found.rewriting) : null;
  };
  return {
    kept,
    read: async (tenantId, id) => alive(tenantId, id),
    keep: async (tenantId, id, rewriting, keepMs) => {
      const first = alive(tenantId, id);
      if (first !== null) return first;
      byName.set(nameOf(tenantId, id), {
        rewriting: structuredClone(rewriting),
        untilMs: Date.now() + keepMs,
      });
      kept.push(rewriting);
      return rewriting;
    },
  };
}
