const tables = new Map<string, Float64Array>();

/** Ranks from 0 by Zipf's law, the first one most often, from a number from 0 up to 1. */
export function zipf(count: number, exponent: number): (at: number) => number {
  const key = `${count} ${exponent}`;
  const sums = tables.get(key) ?? sumsOf(count, exponent);
  tables.set(key, sums);
  return (at) => firstAbove(sums, at * (sums[count - 1] ?? 1));
}

function sumsOf(count: number, exponent: number): Float64Array {
  let sum = 0;
  return Float64Array.from({ length: count }, (_, rank) => (sum += (rank + 1) ** -exponent));
}

function firstAbove(sums: Float64Array, wanted: number): number {
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] ?? 0) > wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}
