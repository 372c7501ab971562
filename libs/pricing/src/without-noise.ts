/**
 * Below a dollar, twelve places are fewer digits than a number holds. Arithmetic and text then differ only where the
 * thirteenth place is a five and nothing follows: by a trillionth of a dollar.
 */
const ARITHMETIC_BELOW_USD = 1;
const PLACES = 1e12;

/**
 * A figure without what binary fractions add to it. Twelve places hold the price of a single token (1e-9 dollars and
 * more), fourteen digits the sums of years.
 */
export function withoutNoise(figure: number): number {
  // Most parts of a bill are nothing.
  if (figure === 0) return 0;
  // 0.03 us; by text 0.2, and each query has its bill.
  if (Math.abs(figure) < ARITHMETIC_BELOW_USD) return Math.round(figure * PLACES) / PLACES;
  return Number(Number(figure.toFixed(12)).toPrecision(14));
}
