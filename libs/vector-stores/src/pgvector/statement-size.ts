/** How many vectors the next statement may carry, from how long the ones before took. */
export interface StatementSize {
  readonly vectors: number;
  /** Takes note of a statement that carried so many. */
  took(vectors: number, elapsedMs: number): void;
}

/**
 * What else wants the database waits for a statement at the most this long: the embedded engine does one thing at a
 * time, and puts a vector of a thousand numbers into a graph in 10 ms and more.
 */
const TARGET_MS = 200;
const FIRST_VECTORS = 16;
const MIN_VECTORS = 4;
const MAX_VECTORS = 200;

export function createStatementSize(): StatementSize {
  let vectors = FIRST_VECTORS;
  return {
    get vectors() {
      return vectors;
    },
    took: (carried, elapsedMs) => {
      const fitting = Math.floor((carried * TARGET_MS) / Math.max(1, elapsedMs));
      // Twice at the most: one quick statement says little about a larger one.
      vectors = Math.max(MIN_VECTORS, Math.min(MAX_VECTORS, 2 * vectors, fitting));
    },
  };
}
