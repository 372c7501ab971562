import { withinBudget } from '@ragfleet/kernel';
import type { SearchScope } from '../ports/passages.ts';
import type { RecheckPorts } from './recheck-passages.ts';

interface Refused {
  readonly scope: SearchScope;
  /** Ids that an index returned and the authority did not let through. */
  readonly refused: readonly string[];
  readonly signal: AbortSignal;
}

const BUDGET_MS = 200;
const MAX_EXPLAINED = 100;

/**
 * Counts what an index should not have returned, and why: `gone`, so its housekeeping lags, or `unreadable`, so its
 * labels lag. One bounded read tells them apart, of ids alone as far as anyone outside can see; when it fails, they
 * count as the graver of the two.
 */
export async function reportRefused(
  { passageReader, telemetry }: RecheckPorts,
  { scope, refused, signal }: Refused,
): Promise<void> {
  const { tenantId } = scope.access;
  const explained = refused.slice(0, MAX_EXPLAINED);
  let gone = 0;
  try {
    const existing = await withinBudget(BUDGET_MS, signal, (within) =>
      passageReader.readCurrent(everythingOf(tenantId), explained, within),
    );
    gone = explained.length - existing.length;
  } catch {
    signal.throwIfAborted();
  }
  const unreadable = refused.length - gone;
  if (gone > 0) telemetry.foreignPassages(tenantId, gone, 'gone');
  if (unreadable > 0) telemetry.foreignPassages(tenantId, unreadable, 'unreadable');
}

/** For counting. What is read through it goes nowhere. */
const everythingOf = (tenantId: string): SearchScope => ({
  access: { tenantId, readsAll: true, namespaces: [], department: null },
  namespaces: null,
});
