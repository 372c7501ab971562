import { withinBudget } from '@ragfleet/kernel';
import type { SearchTelemetry } from '../ports/operations.ts';
import type { PassageReader, SearchScope } from '../ports/passages.ts';

/** What an index returned and the authority did not let through. */
export interface RefusedPassages {
  /** No passages of a current version: the index's housekeeping lags, or they have just been replaced. */
  readonly gone: readonly string[];
  /** Of documents whose labels in the index lag. */
  readonly unreadable: number;
}

export const NONE_REFUSED: RefusedPassages = { gone: [], unreadable: 0 };

interface Refused {
  readonly scope: SearchScope;
  readonly passageIds: readonly string[];
  readonly signal: AbortSignal;
}

const BUDGET_MS = 200;
const MAX_EXPLAINED = 100;

/**
 * Tells apart why. One bounded read, of ids alone as far as anyone outside can see; when it fails, they count as the
 * graver of the two.
 */
export async function explainRefused(
  passageReader: PassageReader,
  { scope, passageIds, signal }: Refused,
): Promise<RefusedPassages> {
  if (passageIds.length === 0) return NONE_REFUSED;
  const explained = passageIds.slice(0, MAX_EXPLAINED);
  try {
    const existing = await withinBudget(BUDGET_MS, signal, (within) =>
      passageReader.readCurrent(everythingOf(scope.access.tenantId), explained, within),
    );
    const there = new Set(existing.map(({ passageId }) => passageId));
    const gone = explained.filter((passageId) => !there.has(passageId));
    return { gone, unreadable: passageIds.length - gone.length };
  } catch {
    signal.throwIfAborted();
    return { gone: [], unreadable: passageIds.length };
  }
}

export function countRefused(
  telemetry: SearchTelemetry,
  tenantId: string,
  { gone, unreadable }: RefusedPassages,
): void {
  if (gone.length > 0) telemetry.foreignPassages(tenantId, gone.length, 'gone');
  if (unreadable > 0) telemetry.foreignPassages(tenantId, unreadable, 'unreadable');
}

/** For counting. What is read through it goes nowhere. */
const everythingOf = (tenantId: string): SearchScope => ({
  access: { tenantId, readsAll: true, namespaces: [], department: null },
  namespaces: null,
});
