const NANO = 1_000_000_000n;

/** Whole nano-dollars, so that sums stay exact. */
export function nanoDollars(usd: number): bigint {
  return BigInt(Math.round(usd * Number(NANO)));
}

/** US dollars. */
export const dollars = (nano: bigint): number => Number(nano) / Number(NANO);
