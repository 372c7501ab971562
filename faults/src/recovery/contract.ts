/** One thing that a restored fleet had to show. */
export interface Proof {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** One restore, and what came of it. */
export interface RestoreReport {
  /** Which of the two backups was the later one: what stands in only one of them is what a restore has to mend. */
  readonly newer: 'database' | 'queue';
  /** Work younger than this is not in the backup of the queue. */
  readonly rpoSeconds: number;
  /** From empty servers to the first question that the restored fleet answered. */
  readonly rtoSeconds: number;
  readonly proofs: readonly Proof[];
  /** What nothing mends, and what a person does about it. */
  readonly notes: readonly string[];
}

export interface DrillReport {
  readonly ok: boolean;
  readonly seconds: number;
  readonly backup: {
    readonly queueSeconds: number;
    readonly queueBytes: number;
    readonly databaseSeconds: number;
    readonly databaseBytes: number;
  };
  readonly restores: readonly RestoreReport[];
}

/** Progress, a line at a time. */
export type Say = (line: string) => void;
