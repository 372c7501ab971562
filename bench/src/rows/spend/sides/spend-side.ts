import type { AskedInWorkload } from '../workload/generate-workload.ts';

/** What one side did with one question. */
export interface Served {
  /** Label of the meaning that the answer was written for. */
  readonly label: string;
  readonly isHit: boolean;
  readonly usd: number;
}

/** A way to spend less, from an empty cache on. */
export interface SpendSide {
  serve(asked: AskedInWorkload): Promise<Served>;
}
