/** Work of one side over one slice of time: how many operations it did. */
export type Slice = (untilMs: number) => Promise<number>;

/**
 * What one side cost in each round, in microseconds an operation. CPU is of the whole process, and of the server beside
 * it where a row has one; wall is the clock's.
 */
export interface SideCosts {
  readonly cpuUs: readonly number[];
  readonly wallUs: readonly number[];
}

/** One number of a row that has several, against its target. */
export interface Figure {
  readonly ratio: number | null;
  readonly target: string;
  readonly met: boolean;
  readonly note?: string;
}

/** A row as the report prints it. Times in microseconds an operation unless a figure says otherwise. */
export interface RowReport {
  readonly row: number;
  readonly name: string;
  readonly ours: number;
  readonly floor: number | null;
  readonly peers: Readonly<Record<string, number>>;
  /** Of the numbers above, where it is not microseconds of CPU. */
  readonly unit?: string;
  /** Median over the rounds of ours against the side that the target names; null when the floor was too restless. */
  readonly ratio: number | null;
  readonly target: string;
  readonly met: boolean;
  /** Interquartile range of the rounds' ratios. */
  readonly spread: readonly [number, number];
  readonly figures?: Readonly<Record<string, Figure>>;
  /** Every round of every side, for whoever wants to look. */
  readonly rounds: Readonly<Record<string, SideCosts>>;
  /** What else the file keeps for them. */
  readonly details?: object;
}

export interface RowOptions {
  /** Fewer and shorter rounds: for a look, not for a report. */
  readonly isQuick: boolean;
  /** Of a server with vector sets; null when nobody named one. */
  readonly redis8Url: string | null;
  readonly say: (line: string) => void;
}

export interface BenchRow {
  readonly row: number;
  readonly name: string;
  /** Versions of what it compares with. */
  readonly versions: () => Readonly<Record<string, string>>;
  run(options: RowOptions): Promise<RowReport>;
}
