import { type Fault, isFault, toFault } from '@ragfleet/kernel';
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

interface Known {
  index: SemanticIndex | null;
  /** What the calls are until the servers say otherwise. */
  refusal: Fault | null;
  attempt: Promise<void> | null;
  nextAtMs: number;
}

/** How often servers that are away are asked again, by calls that come by. */
const RETRY_MS = 2_000;

/**
 * The index that is chosen when the servers answer: at once, or later. Nobody waits for a later choice: until it is
 * made there is nothing to find. Every other fault is thrown here, or by the calls when it comes later.
 */
export async function onceChosen({ choose, onChosen, nowMs }: OnceChosen): Promise<SemanticIndex> {
  const known: Known = { index: null, refusal: null, attempt: null, nextAtMs: 0 };
  const tryOnce = async (): Promise<void> => {
    try {
      const choice = await choose();
      known.index = choice.index;
      onChosen(choice);
    } catch (error) {
      known.refusal = isFault(error, 'unavailable', 'timeout') ? null : toFault(error);
    } finally {
      known.nextAtMs = nowMs() + RETRY_MS;
      known.attempt = null;
    }
  };
  const current = (): SemanticIndex | null => {
    if (known.index !== null) return known.index;
    if (known.attempt === null && nowMs() >= known.nextAtMs) known.attempt = tryOnce();
    if (known.refusal !== null) throw known.refusal;
    return null;
  };
  await tryOnce();
  if (known.refusal !== null) throw known.refusal;
  return {
    get name() {
      return known.index?.name ?? 'not-chosen';
    },
    get maxEntriesPerSpace() {
      return known.index?.maxEntriesPerSpace ?? null;
    },
    search: async (...args) => (await current()?.search(...args)) ?? [],
    add: async (...args) => current()?.add(...args),
    remove: async (...args) => current()?.remove(...args),
    nearestOfTenant: async (...args) => (await current()?.nearestOfTenant(...args)) ?? [],
  };
}
