import type { Fault } from '@ragfleet/kernel';

/** What one store came to in one search. */
export interface RetrievalResult {
  /** The store's name. */
  readonly source: string;
  /** How many it gave; 0 where it failed. */
  readonly candidates: number;
  readonly latencyMs: number;
  /** `canceled` where the search ended without it. */
  readonly outcome: 'answered' | 'failed' | 'canceled';
  readonly error?: Fault;
}

export type OnSource = (result: RetrievalResult) => void;
