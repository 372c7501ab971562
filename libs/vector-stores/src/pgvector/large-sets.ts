import type { Clock } from '@ragfleet/kernel';
import type { SearchScope } from '@ragfleet/rag-core';

/** Which readable sets were found large lately, so that not every search counts them again. */
export interface LargeSets {
  has(scope: SearchScope): boolean;
  add(scope: SearchScope): void;
}

/** A set that shrinks meanwhile is searched through its graph a little longer, and compared whole where that fails. */
const REMEMBERED_MS = 60_000;
const MAX_SETS = 10_000;

export function createLargeSets(clock: Clock): LargeSets {
  const untilMs = new Map<string, number>();
  return {
    has: (scope) => (untilMs.get(keyOf(scope)) ?? Number.NEGATIVE_INFINITY) > clock.monotonicMs(),
    add(scope) {
      const key = keyOf(scope);
      if (!untilMs.has(key) && untilMs.size >= MAX_SETS) untilMs.delete(untilMs.keys().next().value ?? key);
      untilMs.set(key, clock.monotonicMs() + REMEMBERED_MS);
    },
  };
}

const keyOf = ({ access, namespaces }: SearchScope): string =>
  JSON.stringify([access.tenantId, access.readsAll, access.namespaces, access.department, namespaces]);
