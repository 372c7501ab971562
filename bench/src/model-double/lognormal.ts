/** How long a model takes: lognormal, by the bounds between which nine of ten calls lie. */
export interface LognormalRange {
  readonly p5Ms: number;
  readonly p95Ms: number;
}

/** Standard normal: nineteen of twenty lie below. */
const Z_95 = 1.644_853_626_951;

/** One draw in milliseconds. `random` is even in [0, 1). */
export function drawLognormalMs({ p5Ms, p95Ms }: LognormalRange, random: () => number): number {
  const mean = (Math.log(p5Ms) + Math.log(p95Ms)) / 2;
  const deviation = (Math.log(p95Ms) - Math.log(p5Ms)) / 2 / Z_95;
  return Math.exp(mean + deviation * drawNormal(random));
}

/** Box and Muller's. */
const drawNormal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
