import { type Clock, isFault, withinBudget } from '@ragfleet/kernel';
import type { DenseCandidate, VectorIndex } from '@ragfleet/rag-core';
import { createReplicaHealth, type ReplicaHealth } from './replica-health.ts';

export type ReadPreference = 'replica' | 'primary' | 'nearest';

export interface ReplicatedIndex {
  readonly primary: VectorIndex;
  readonly replicas: readonly VectorIndex[];
  /** `replica` takes turns, `nearest` asks who has been fastest lately (the primary may be), `primary` nobody else. */
  readonly readPreference: ReadPreference;
  /** How long one member may take before the next is asked; the last one has the caller's time. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  /** 0 to 1, as Math.random. */
  readonly random: () => number;
}

interface Member {
  readonly index: VectorIndex;
  readonly health: ReplicaHealth;
}

/** How often `nearest` asks another one: otherwise a slow start would be for ever. */
const EXPLORE_SHARE = 0.05;

/**
 * A primary and its read replicas as one. Searches go to a healthy replica, then to the next, at last to the primary,
 * within the caller's signal; one that failed is left out for a while and asked again after it. Writes, and the question
 * what is already written, go to the primary alone. A replica may lag: the document store's re-check decides what counts.
 */
export function createReplicatedIndex(options: ReplicatedIndex): VectorIndex {
  const { primary } = options;
  const orderMembers = createOrder(options);
  return {
    ...writesOf(primary),
    name: primary.name,
    existing: (tenantId, passageIds, signal) => primary.existing(tenantId, passageIds, signal),
    async searchDense(scope, vector, limit, signal) {
      signal.throwIfAborted();
      for (const member of orderMembers()) {
        const found = await tryMember(options, member, signal, (within) =>
          member.index.searchDense(scope, vector, limit, within),
        );
        if (found !== null) return found;
      }
      return primary.searchDense(scope, vector, limit, signal);
    },
  };
}

const writesOf = (
  primary: VectorIndex,
): Pick<VectorIndex, 'upsert' | 'removePassages' | 'removeDocument' | 'relabelDocument'> => ({
  upsert: (vectors, signal) => primary.upsert(vectors, signal),
  removePassages: (tenantId, passageIds, signal) => primary.removePassages(tenantId, passageIds, signal),
  removeDocument: (tenantId, documentId, signal) => primary.removeDocument(tenantId, documentId, signal),
  relabelDocument: (tenantId, documentId, labels, signal) =>
    primary.relabelDocument(tenantId, documentId, labels, signal),
});

/** Who is asked, in which order, before the primary answers as the last resort. */
function createOrder({ primary, replicas, readPreference, clock, random }: ReplicatedIndex): () => Member[] {
  const memberOf = (index: VectorIndex): Member => ({ index, health: createReplicaHealth(clock) });
  const members = replicas.map(memberOf);
  if (readPreference === 'primary' || members.length === 0) return () => [];
  const healthy = (some: readonly Member[]): Member[] => some.filter(({ health }) => health.isHealthy());
  if (readPreference === 'replica') {
    let turn = 0;
    return () => startingAt(turn++, healthy(members));
  }
  const everybody = [...members, memberOf(primary)];
  return () => {
    const byLatency = healthy(everybody).toSorted(
      (one, other) => (one.health.latencyMs() ?? 0) - (other.health.latencyMs() ?? 0),
    );
    if (random() >= EXPLORE_SHARE) return byLatency;
    return startingAt(Math.floor(random() * byLatency.length), byLatency);
  };
}

const startingAt = <Item>(turn: number, items: readonly Item[]): Item[] => {
  const start = items.length === 0 ? 0 : turn % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
};

/** The member's answer, or null when somebody else has to give it. What the caller did wrong, or ended, is thrown. */
async function tryMember(
  { timeoutMs, clock }: ReplicatedIndex,
  { health }: Member,
  signal: AbortSignal,
  search: (signal: AbortSignal) => Promise<DenseCandidate[]>,
): Promise<DenseCandidate[] | null> {
  const startMs = clock.monotonicMs();
  try {
    const found = await withinBudget(timeoutMs, signal, search);
    health.succeeded(clock.monotonicMs() - startMs);
    return found;
  } catch (error) {
    signal.throwIfAborted();
    if (isFault(error, 'invalid-input')) throw error;
    health.failed(clock.monotonicMs() - startMs);
    return null;
  }
}
