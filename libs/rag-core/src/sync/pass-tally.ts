import type { PassCounts, PassOutcome, PassReport } from '../ports/sources.ts';

const MAX_ERRORS = 100;

type Count = keyof PassCounts;

export interface PassTally {
  add(count: Count, by?: number): void;
  fail(key: string, message: string): void;
  report(outcome: PassOutcome, reason: string | null): PassReport;
}

/** Counts one pass. Errors are listed up to a bound, and counted beyond it. */
export function createPassTally(): PassTally {
  const counts: Record<Count, number> = {
    listed: 0,
    new: 0,
    changed: 0,
    unchanged: 0,
    gone: 0,
    failed: 0,
    waiting: 0,
    documentsSubmitted: 0,
    documentsRemoved: 0,
  };
  const errors: { key: string; message: string }[] = [];
  return {
    add: (count, by = 1) => {
      counts[count] += by;
    },
    fail: (key, message) => {
      counts.failed += 1;
      if (errors.length < MAX_ERRORS) errors.push({ key, message });
    },
    report: (outcome, reason) => ({ outcome, reason, counts: { ...counts }, errors: [...errors] }),
  };
}
