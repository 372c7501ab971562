import type { Violation } from '../contract.ts';
import type { HistoryIndex } from '../index-history.ts';

export interface CheckOptions {
  /** Data was destroyed on purpose: what is lost is counted and no violation. Everything else holds. */
  readonly expectsLoss?: boolean;
  /** How often a webhook may arrive once more after it was taken; 0 when left out. */
  readonly webhookRepeats?: number;
  /** Added to every deadline: time for which the scenario kept the queue away. */
  readonly graceMs?: number;
}

export type Law = (index: HistoryIndex, options: CheckOptions) => readonly Violation[];
