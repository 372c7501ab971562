import type { RowResult } from './bench-results.ts';

/** Why a row misses its target, and what was tried so that it would not. */
export interface MissedReason {
  /** What keeps the row from its target. */
  readonly cause: string;
  readonly tried: string;
}

/** Of a row that is known to miss its target; of those with one number, the one whose name begins so. */
interface MissedRow extends MissedReason {
  readonly row: number;
  readonly named?: string;
}

const MISSED_ROWS: readonly MissedRow[] = [];

/** What the page says of a row beside its figures; null where nobody has written it down. */
export const reasonFor = ({ row, name }: Pick<RowResult, 'row' | 'name'>): MissedReason | null =>
  MISSED_ROWS.find((missed) => missed.row === row && name.startsWith(missed.named ?? '')) ?? null;
