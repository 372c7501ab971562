import late2025 from './lists/vector-databases-2025-11.json' with { type: 'json' };

/** How one service charges, in US dollars a month. What is left out costs nothing. */
export interface VectorDatabasePrice {
  readonly service: string;
  readonly baseUsd?: number;
  readonly usdPerGb?: number;
  readonly usdPerMillionReads?: number;
  readonly usdPerMillionWrites?: number;
  readonly usdPerStartedMillionVectors?: number;
  /** The base of those who have no more vectors than this. */
  readonly smallPlan?: { readonly maxVectors: number; readonly baseUsd: number };
  readonly notes: string;
}

export interface VectorDatabasePrices {
  /** ISO date. */
  readonly asOf: string;
  readonly currency: string;
  readonly source: string;
  readonly services: readonly VectorDatabasePrice[];
}

/** One list so far: later prices are known of one service alone, and its note has them. */
export const VECTOR_DATABASE_PRICES: VectorDatabasePrices = late2025;
