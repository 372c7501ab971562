import { isFault } from '@ragfleet/kernel';
import type { SemanticIndex } from '@ragfleet/rag-core';

interface Choice {
  readonly index: SemanticIndex;
  readonly reason: string;
}

export interface OnceChosen {
  /** Asks the servers. Faults `unavailable` and `timeout`: later again. */
  readonly choose: () => Promise<Choice>;
  readonly onChosen: (choice: Choice) => void;
  readonly nowMs: () => number;
}

/** How often servers that are away are asked again, by calls that come by. */
const RETRY_MS = 2_000;

/**
 * The index that is chosen when the servers answer: at once, or later. Nobody waits for a later choice: until it is
 * made there is nothing to find. Every other fault is thrown here, or by the calls when it comes later.
 */
export async function onceChosen({ choose, onChosen, nowMs }: OnceChosen): Promise<SemanticIndex> {
  let index: SemanticIndex | null = null;
  let refusal: unknown = null;
  let attempt: Promise<void> | null = null;
  let nextAtMs = 0;
  const tryOnce = async (): Promise<void> => {
    try {
      const choice = await choose();
      index = choice.index;
      refusal = null;
      onChosen(choice);
    } catch (error) {
      refusal = isFault(error, 'unavailable', 'timeout') ? null : error;
    } finally {
      nextAtMs = nowMs() + RETRY_MS;
      attempt = null;
    }
  };
  const current = (): SemanticIndex | null => {
    if (index !== null) return index;
    if (attempt === null && nowMs() >= nextAtMs) attempt = tryOnce();
    if (refusal !== null) throw refusal;
    return null;
  };
  await tryOnce();
  if (refusal !== null) throw refusal;
  return {
    get name() {
      return index?.name ?? 'not-chosen';
    },
    get maxEntriesPerSpace() {
      return index?.maxEntriesPerSpace ?? null;
    },
    search: async (...args) => (await current()?.search(...args)) ?? [],
    add: async (...args) => current()?.add(...args),
    remove: async (...args) => current()?.remove(...args),
    nearestOfTenant: async (...args) => (await current()?.nearestOfTenant(...args)) ?? [],
  };
}
