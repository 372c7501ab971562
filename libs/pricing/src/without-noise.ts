/**
 * A figure without what binary fractions add to it. Twelve places hold the price of a single token (1e-9 dollars and
 * more), fourteen digits the sums of years.
 */
export function withoutNoise(figure: number): number {
  // Most parts of a bill are nothing.
  if (figure === 0) return 0;
  return Number(Number(figure.toFixed(12)).toPrecision(14));
}
