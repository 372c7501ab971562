/** Before anything is known: about what an answer of a large model costs. */
const UNKNOWN_USD = 0.01;

/** What the next answer may cost: as much as the dearest so far. */
export interface SpendEstimate {
  usd(): number;
  learn(costUsd: number): void;
}

export function createSpendEstimate(limitUsd: number, knownUsd: number | null): SpendEstimate {
  let dearestUsd = knownUsd;
  return {
    usd: () => dearestUsd ?? Math.min(UNKNOWN_USD, limitUsd),
    learn: (costUsd) => {
      dearestUsd = Math.max(dearestUsd ?? 0, costUsd);
    },
  };
}
